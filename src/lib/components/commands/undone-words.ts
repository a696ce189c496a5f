import { m } from '$lib/paraglide/messages';
import type { Command } from '../../commands/command.ts';
import type { WorkspaceModel } from '../../room/model.ts';

/** What was asked for and then undone, in a sentence. */
export function undoneWords(command: Command, names: Names): string {
	const room = 'roomId' in command ? titleOf(command.roomId, names.rooms) : '';
	const name = 'userId' in command ? (names.person(command.userId)?.name ?? m.undone_somebody()) : '';
	switch (command.kind) {
		case 'create-room':
			return m.undone_create_room({ room: command.room.title === '' ? m.undone_a_group() : command.room.title });
		case 'open-direct':
			return m.undone_open_direct({ name });
		case 'join-room':
			return m.undone_join_room({ room });
		case 'leave-room':
			return m.undone_leave_room({ room });
		case 'change-room':
			return command.change.title === undefined
				? m.undone_change_room({ room })
				: m.undone_rename_room({ title: command.change.title });
		case 'delete-room':
			return m.undone_delete_room({ room });
		case 'add-member':
			return m.undone_add_member({ name, room });
		case 'remove-member':
			return m.undone_remove_member({ name, room });
		case 'change-role':
			return m.undone_change_role({ name, room });
		case 'mute-member':
			return m.undone_mute_member({ name, room });
		case 'edit-message':
			return m.undone_edit_message({ room });
		case 'delete-message':
			return m.undone_delete_message({ room });
		case 'report-message':
			return m.undone_report_message({ room });
		case 'read':
		case 'unread':
			return m.undone_read({ room });
		case 'change-profile':
			return m.undone_change_profile();
		case 'contact':
			return m.undone_contact({ name });
		case 'block':
			return command.blocked ? m.undone_block({ name }) : m.undone_unblock({ name });
	}
}

interface Names {
	rooms: WorkspaceModel['rooms'];
	person: WorkspaceModel['person'];
}

function titleOf(roomId: string, rooms: WorkspaceModel['rooms']): string {
	return rooms.find(({ id }) => id === roomId)?.title ?? m.undone_a_room();
}
