import * as z from 'zod/mini';
import type { RoomKind, RoomRole } from './head.ts';
import {
	DISPLAY_NAME_MAX_CHARS,
	EMAIL_MAX_CHARS,
	PASSWORD_MAX_CHARS,
	PASSWORD_MIN_CHARS,
	ROOM_TITLE_MAX_CHARS,
	USERNAME_MAX_CHARS,
	USERNAME_MIN_CHARS
} from './limits.ts';

/**
 * A name that other people read: trimmed, not blank, and without control characters or the bidirectional overrides
 * (UAX #9) that would let one person's name rewrite the line around it.
 */
function nameSchema(maxChars: number) {
	return z
		.string()
		.check(
			z.trim(),
			z.minLength(1),
			z.maxLength(maxChars),
			z.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u),
			z.regex(/[\p{L}\p{N}\p{S}\p{P}]/u)
		);
}

/** `POST /api/v1/auth/register` */
export const registerSchema = z.strictObject({
	email: z.email().check(z.maxLength(EMAIL_MAX_CHARS)),
	/** ASCII letters, digits, dot, dash and underscore; kept in lower case, so that `Anna` and `anna` are one person. */
	username: z
		.string()
		.check(
			z.toLowerCase(),
			z.minLength(USERNAME_MIN_CHARS),
			z.maxLength(USERNAME_MAX_CHARS),
			z.regex(/^[a-z0-9][a-z0-9._-]*$/)
		),
	displayName: nameSchema(DISPLAY_NAME_MAX_CHARS),
	password: z.string().check(z.minLength(PASSWORD_MIN_CHARS), z.maxLength(PASSWORD_MAX_CHARS))
});
export type RegisterRequest = z.infer<typeof registerSchema>;

/** `POST /api/v1/auth/login` */
export const loginSchema = z.strictObject({
	email: z.string().check(z.minLength(1), z.maxLength(EMAIL_MAX_CHARS)),
	password: z.string().check(z.minLength(1), z.maxLength(PASSWORD_MAX_CHARS))
});
export type LoginRequest = z.infer<typeof loginSchema>;

/** `POST /api/v1/rooms` */
export const createRoomSchema = z.strictObject({
	title: nameSchema(ROOM_TITLE_MAX_CHARS),
	kind: z.enum(['public', 'private'])
});
export type CreateRoomRequest = z.infer<typeof createRoomSchema>;

/** `POST /api/v1/rooms/:id/members/:userId/remove`, by an owner of the room. */
export const removeMemberSchema = z.strictObject({
	/** Whether the member may not join again. */
	ban: z.boolean()
});

export type WorkspaceRole = 'owner' | 'member';

/** The signed-in account, as `register`, `login` and `GET /api/v1/me` answer it. */
export interface Account {
	id: string;
	email: string;
	username: string;
	displayName: string;
	role: WorkspaceRole;
}

/** A room as the REST API shows it. */
export interface RoomSummary {
	id: string;
	title: string;
	kind: RoomKind;
	/** Milliseconds since the Unix epoch. */
	createdAt: number;
	memberCount: number;
	/** The asker's role; null when they are not a member. */
	role: RoomRole | null;
}

/** `GET /api/v1/rooms`: the asker's rooms and the public ones, by title. */
export interface RoomList {
	rooms: RoomSummary[];
}
