import * as z from 'zod/mini';
import { DISPLAY_NAME_MAX_CHARS, EMAIL_MAX_CHARS, PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS } from './limits.ts';
import { nameSchema, usernameSchema } from './names.ts';
import type { Availability } from './rest-people.ts';
import type { WorkspaceRole } from './workspace.ts';

export const passwordSchema = z.string().check(z.minLength(PASSWORD_MIN_CHARS), z.maxLength(PASSWORD_MAX_CHARS));

/** The secret part of a link: 32 random bytes in base64url. */
export const tokenSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** `POST /api/v1/auth/register` */
export const registerSchema = z.strictObject({
	email: z.email().check(z.maxLength(EMAIL_MAX_CHARS)),
	username: usernameSchema,
	displayName: nameSchema(DISPLAY_NAME_MAX_CHARS),
	password: passwordSchema,
	/** The token of an invitation; needed where registration is `invited`, and lets a guest in. */
	invite: z.optional(tokenSchema)
});
export type RegisterRequest = z.infer<typeof registerSchema>;

/** `POST /api/v1/auth/login` */
export const loginSchema = z.strictObject({
	email: z.string().check(z.minLength(1), z.maxLength(EMAIL_MAX_CHARS)),
	password: z.string().check(z.minLength(1), z.maxLength(PASSWORD_MAX_CHARS)),
	/** Six digits of the second factor, or one of its recovery codes; asked for by the problem `second-factor-needed`. */
	code: z.optional(z.string().check(z.minLength(6), z.maxLength(32)))
});
export type LoginRequest = z.infer<typeof loginSchema>;

/** The signed-in account, as `register`, `login` and `GET /api/v1/me` answer it. */
export interface Account {
	id: string;
	email: string;
	username: string;
	displayName: string;
	role: WorkspaceRole;
	/** What others see of where this person is. `GET /api/v1/me` alone says it, as it does the next. */
	availability?: Availability;
	/** Whether a sign-in asks for a code beside the password. */
	secondFactor?: boolean;
}
