import { headName, personalName, WORKSPACE_NAME } from '../protocol/document-name.ts';
import type { Command } from './command.ts';

/** The document in which an account sees that its command has been carried out; undefined where that is not known. */
export function documentOfCommand(command: Command, userId: string): string | undefined {
	switch (command.kind) {
		case 'create-room':
			return headName(command.room.id);
		case 'change-profile':
			return WORKSPACE_NAME;
		case 'read':
		case 'unread':
		case 'contact':
		case 'block':
			return personalName(userId);
		case 'edit-message':
		case 'delete-message':
		case 'report-message':
			return undefined;
		default:
			return headName(command.roomId);
	}
}
