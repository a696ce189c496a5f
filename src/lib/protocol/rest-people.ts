import * as z from 'zod/mini';
import { timeSchema } from './document-schemas.ts';
import { ABOUT_MAX_CHARS, DISPLAY_NAME_MAX_CHARS, STATUS_TEXT_MAX_CHARS } from './limits.ts';
import { lineSchema, nameSchema, usernameSchema } from './names.ts';
import type { Person } from './workspace.ts';

/** One emoji: a single grapheme with something pictorial in it, of at most so many code units. */
const emojiSchema = z
	.string()
	.check(z.maxLength(32), z.regex(/\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3/u));

const statusSchema = z.strictObject({
	emoji: emojiSchema,
	text: lineSchema(STATUS_TEXT_MAX_CHARS),
	until: z.optional(timeSchema)
});

/** What others see of where this person is: as it is, busy (do not disturb), or nothing at all. */
export const AVAILABILITIES = ['auto', 'busy', 'hidden'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** `PATCH /api/v1/me`: what is named changes; null takes away. */
export const changeProfileSchema = z.strictObject({
	displayName: z.optional(nameSchema(DISPLAY_NAME_MAX_CHARS)),
	username: z.optional(usernameSchema),
	about: z.optional(z.string().check(z.trim(), z.maxLength(ABOUT_MAX_CHARS))),
	timeZone: z.optional(z.nullable(z.string().check(z.maxLength(64)))),
	status: z.optional(z.nullable(statusSchema)),
	availability: z.optional(z.enum(AVAILABILITIES))
});
export type ChangeProfileRequest = z.infer<typeof changeProfileSchema>;

/** A person as `GET /api/v1/people` answers it. */
export interface PersonSummary extends Person {
	id: string;
	/** Only where the workspace lets members see it, or for administrators. */
	email?: string;
}
