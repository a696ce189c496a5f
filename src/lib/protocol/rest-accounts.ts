import * as z from 'zod/mini';
import { EMAIL_MAX_CHARS, PASSWORD_MAX_CHARS } from './limits.ts';
import { nameSchema } from './names.ts';
import { passwordSchema, tokenSchema } from './rest.ts';
import { WORKSPACE_ROLES, type WorkspaceRole } from './workspace.ts';

/** The account's present password, asked for again before something that a stolen cookie should not be able to do. */
const presentPassword = z.string().check(z.minLength(1), z.maxLength(PASSWORD_MAX_CHARS));
const emailSchema = z.email().check(z.maxLength(EMAIL_MAX_CHARS));
const codeSchema = z.string().check(z.minLength(6), z.maxLength(32));

/** `POST /api/v1/me/password`: ends every other session. */
export const changePasswordSchema = z.strictObject({ current: presentPassword, password: passwordSchema });

/** `POST /api/v1/me/email`: at once, or by a link to the new address where mail is configured. */
export const changeEmailSchema = z.strictObject({ current: presentPassword, email: emailSchema });

/** `POST /api/v1/auth/confirm-email`. */
export const confirmEmailSchema = z.strictObject({ token: tokenSchema });

/** `POST /api/v1/auth/forgot`: the answer is the same whether there is such an account or not. */
export const forgotSchema = z.strictObject({ email: emailSchema });

/** `POST /api/v1/auth/reset`: ends every session of the account. */
export const resetSchema = z.strictObject({ token: tokenSchema, password: passwordSchema });

/** `POST /api/v1/me/totp` answers a new secret; it counts once `POST /api/v1/me/totp/confirm` has brought a code of it. */
export const confirmTotpSchema = z.strictObject({ code: codeSchema });
export const removeTotpSchema = z.strictObject({ current: presentPassword });

/** `POST /api/v1/me/delete`. */
export const deleteAccountSchema = z.strictObject({ current: presentPassword, code: z.optional(codeSchema) });

/** `PATCH /api/v1/workspace`, by owners; administrators may change all but `deletedMessages`. */
export const changeWorkspaceSchema = z.strictObject({
	name: z.optional(nameSchema(80)),
	registration: z.optional(z.enum(['open', 'invited', 'closed'])),
	emailsVisible: z.optional(z.boolean()),
	deletedMessages: z.optional(z.enum(['keep', 'remove']))
});

/** `POST /api/v1/admin/members/:userId/role`: owners make owners and administrators, administrators the rest. */
export const changeWorkspaceRoleSchema = z.strictObject({ role: z.enum(WORKSPACE_ROLES) });

/** `GET /api/v1/me/sessions`. */
export interface SessionView {
	id: string;
	/** Browser and system, as the device has called itself, such as `Firefox on Linux`. */
	device: string;
	createdAt: number;
	lastUsedAt: number;
	current: boolean;
}

/** `POST /api/v1/me/totp`. */
export interface TotpSetup {
	/** Base32. */
	secret: string;
	/** `otpauth://…`, for a QR code. */
	uri: string;
}

/** `GET /api/v1/admin/members`. */
export interface AdminMember {
	id: string;
	email: string;
	username: string;
	name: string;
	role: WorkspaceRole;
	createdAt: number;
	lastSeenAt: number | null;
	sessions: number;
	secondFactor: boolean;
}

/** `GET /api/v1/admin/audit?before=&actor=&action=&room=`: newest first, 100 at a time. */
export interface AuditEntry {
	entry: number;
	at: number;
	/** User id, or `server`. */
	actor: string;
	action: string;
	subject: string | null;
	roomId: string | null;
	/** What more there is to say: an object of plain values. */
	detail: Record<string, string | number | boolean | null> | null;
}

/** `GET /api/v1/admin/storage`, in bytes unless it says otherwise. */
export interface StorageUse {
	database: number;
	messages: { count: number };
	documents: { count: number; bytes: number };
	avatars: { count: number; bytes: number };
}
