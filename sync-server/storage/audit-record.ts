/** Something that is written to the audit log together with the change it speaks of. */
export interface AuditRecord {
	/** User id, or `server`. */
	actor: string;
	action: AuditAction;
	/** Whom or what it was done to: a user id, or what an action says of itself. */
	subject: string | null;
	/** The room it was done in; absent for none. */
	roomId?: string | null;
	/** What more there is to say. */
	detail?: AuditDetail | null;
}

export type AuditDetail = Record<string, string | number | boolean | null>;

export type AuditAction =
	| 'account-created'
	| 'signed-in'
	| 'session-ended'
	| 'other-sessions-ended'
	| 'password-changed'
	| 'password-reset'
	| 'reset-link-made'
	| 'email-changed'
	| 'second-factor-added'
	| 'second-factor-removed'
	| 'recovery-code-used'
	| 'account-deleted'
	| 'workspace-role-changed'
	| 'workspace-changed'
	| 'room-created'
	| 'room-changed'
	| 'room-deleted'
	| 'room-exported'
	| 'member-added'
	| 'member-role-changed'
	| 'member-muted'
	| 'member-unbanned'
	| 'message-deleted'
	| 'message-reported'
	| 'report-resolved'
	| 'invite-made'
	| 'invite-revoked'
	| 'invite-used'
	| 'room-joined'
	| 'room-left'
	| 'member-removed'
	| 'member-banned'
	| 'healing-began'
	| 'messages-healed';
