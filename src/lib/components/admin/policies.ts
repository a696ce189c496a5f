import { m } from '$lib/paraglide/messages';
import type { Registration, WorkspaceSettings } from '../../protocol/workspace.ts';

/** Who may make an account, each with what that means. */
export function registrations(): { value: Registration; label: string; text: string }[] {
	return [
		{ value: 'open', label: m.registration_open(), text: m.registration_open_text() },
		{ value: 'invited', label: m.registration_by_invite(), text: m.registration_by_invite_text() },
		{ value: 'closed', label: m.registration_closed(), text: m.registration_closed_text() }
	];
}

/** What becomes of the messages of a deleted account. */
export function deletedMessagesChoices(): { value: WorkspaceSettings['deletedMessages']; label: string }[] {
	return [
		{ value: 'keep', label: m.deleted_messages_keep() },
		{ value: 'remove', label: m.deleted_messages_remove() }
	];
}
