import { m } from '$lib/paraglide/messages';

/** What the log can speak of, in an order in which somebody would look for it. */
const WORDS = {
	'account-created': m.audit_account_created,
	'account-deleted': m.audit_account_deleted,
	'signed-in': m.audit_signed_in,
	'session-ended': m.audit_session_ended,
	'other-sessions-ended': m.audit_other_sessions_ended,
	'password-changed': m.audit_password_changed,
	'password-reset': m.audit_password_reset,
	'reset-link-made': m.audit_reset_link_made,
	'email-changed': m.audit_email_changed,
	'second-factor-added': m.audit_second_factor_added,
	'second-factor-removed': m.audit_second_factor_removed,
	'recovery-code-used': m.audit_recovery_code_used,
	'workspace-role-changed': m.audit_workspace_role_changed,
	'workspace-changed': m.audit_workspace_changed,
	'invite-made': m.audit_invite_made,
	'invite-used': m.audit_invite_used,
	'invite-revoked': m.audit_invite_revoked,
	'room-created': m.audit_room_created,
	'room-changed': m.audit_room_changed,
	'room-deleted': m.audit_room_deleted,
	'room-exported': m.audit_room_exported,
	'room-joined': m.audit_room_joined,
	'room-left': m.audit_room_left,
	'member-added': m.audit_member_added,
	'member-removed': m.audit_member_removed,
	'member-banned': m.audit_member_banned,
	'member-unbanned': m.audit_member_unbanned,
	'member-muted': m.audit_member_muted,
	'member-role-changed': m.audit_member_role_changed,
	'message-reported': m.audit_message_reported,
	'report-resolved': m.audit_report_resolved,
	'message-deleted': m.audit_message_deleted,
	'healing-began': m.audit_healing_began,
	'messages-healed': m.audit_messages_healed
} as const;

export const AUDIT_ACTIONS = Object.keys(WORDS) as (keyof typeof WORDS)[];

/** An action in words; one of a newer server as it is called there. */
export function actionWords(action: string): string {
	return Object.hasOwn(WORDS, action) ? WORDS[action as keyof typeof WORDS]() : action;
}
