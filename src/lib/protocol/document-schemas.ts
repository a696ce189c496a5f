import * as z from 'zod/mini';
import { ID_PATTERN, isId } from './ids.ts';
import { DRAFT_BODY_MAX_CHARS, MENTIONS_MAX, MESSAGE_BODY_MAX_CHARS } from './limits.ts';

// What stands in the documents, as the server checks it. Apart from what devices need of the documents: an import of it by
// value would make every device load a library of schemas before its first screen.

export const idSchema = z.string().check(z.regex(ID_PATTERN));

/** Milliseconds since the Unix epoch, within what a JavaScript Date can hold (ECMA-262 §21.4.1.1). */
export const timeSchema = z.int().check(z.minimum(0), z.maximum(8.64e15));

/** A value of a segment's `messages` root, as its author writes it. The key is the message's id. */
export const messageSchema = z.strictObject({
	/** User id of the writer. The server refuses any but the session's own (I5). */
	author: idSchema,
	/** Plain text, never blank. */
	body: z.string().check(z.maxLength(MESSAGE_BODY_MAX_CHARS), z.regex(/\S/)),
	/** The writer's clock when it was composed: shown as "written …", never used for order (I7). */
	createdAt: timeSchema,
	/** The writer's clock when the text was last changed; absent on a first version. */
	editedAt: z.optional(timeSchema),
	/** User ids of those whom the text names by `@username`. */
	mentions: z.optional(z.array(idSchema).check(z.minLength(1), z.maxLength(MENTIONS_MAX)))
});

/**
 * A value of a personal document's `drafts` root. The key is `<roomId>/<deviceId>`: a device writes its own key and
 * deletes those it has taken over, so two devices that write at once leave two keys and neither text is lost.
 */
export const draftSchema = z.strictObject({
	body: z.string().check(z.minLength(1), z.maxLength(DRAFT_BODY_MAX_CHARS)),
	/** The writer's clock, milliseconds since the Unix epoch. */
	updatedAt: timeSchema
});

/** A value of the `rooms` root, keyed by room id: what this person wants of the room in their list. */
export const roomChoiceSchema = z.strictObject({
	favourite: z.optional(z.boolean()),
	/** Name of the section of the list that it stands in; absent for the common one. */
	section: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
	/** Where it stands within its section: rooms are ordered by this text, those without one come after, as the list sorts. */
	order: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
	/** No counts and no notices until then, ms since the Unix epoch; 0 for until it is changed. */
	mutedUntil: z.optional(timeSchema),
	hidden: z.optional(z.boolean())
});

/** The keys of the `settings` root, each with the schema of its value. Absent means the first thing named. */
export const settingSchemas = {
	/** How the room list is sorted. */
	roomOrder: z.enum(['recent', 'title', 'unread']),
	/** Names of the list's sections, in their order. */
	sections: z.array(z.string().check(z.minLength(1), z.maxLength(40))).check(z.maxLength(50)),
	/** Names of sections that are closed. */
	closedSections: z.array(z.string().check(z.minLength(1), z.maxLength(40))).check(z.maxLength(50)),
	/** Whether others see that this person is writing. */
	typing: z.boolean(),
	/** Whether others see how far this person has read. */
	receipts: z.boolean()
};

/** Whether a key and its value may stand in the `rooms` root. */
export function isRoomChoice(key: string, value: unknown): boolean {
	return isId(key) && roomChoiceSchema.safeParse(value).success;
}

/** Whether a key and its value may stand in the `settings` root. */
export function isSetting(key: string, value: unknown): boolean {
	return (
		Object.hasOwn(settingSchemas, key) && settingSchemas[key as keyof typeof settingSchemas].safeParse(value).success
	);
}
