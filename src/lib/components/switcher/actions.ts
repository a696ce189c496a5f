import { m } from '$lib/paraglide/messages';
import type { WorkspaceModel } from '../../room/model.ts';
import type { Action } from './candidates.ts';

/** What can be done from anywhere, and makes sense now. */
export function actions({ unread }: Pick<WorkspaceModel, 'unread'>): Action[] {
	const waiting = unread.messages > 0 || unread.mentions > 0;
	return [
		{ id: 'message', label: m.switch_message() },
		...(waiting
			? ([
					{ id: 'next-unread', label: m.switch_next_unread() },
					{ id: 'read-all', label: m.list_mark_all_read() }
				] as const)
			: []),
		{ id: 'new-room', label: m.new_room() },
		{ id: 'browse', label: m.browse_rooms() },
		{ id: 'status', label: m.switch_status() },
		{ id: 'settings', label: m.switch_settings() },
		{ id: 'sign-out', label: m.sign_out() }
	];
}
