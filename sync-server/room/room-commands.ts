import { Edits } from './edits.ts';
import { Invites } from './invites.ts';
import { Messages } from './messages.ts';
import { Moderation } from './moderation.ts';
import { RoomChanges } from './room-changes.ts';
import { RoomLog } from './room-log.ts';
import type { Rooms } from './rooms.ts';

/** Everything that can be asked about rooms, by the idea it belongs to. */
export interface RoomCommands {
	rooms: Rooms;
	changes: RoomChanges;
	moderation: Moderation;
	messages: Messages;
	edits: Edits;
	invites: Invites;
	log: RoomLog;
}

/** `origin`: where people open invitations. */
export function roomCommands(rooms: Rooms, origin: string): RoomCommands {
	const { desk } = rooms;
	return {
		rooms,
		changes: new RoomChanges(desk),
		moderation: new Moderation(desk),
		messages: new Messages(desk),
		edits: new Edits(desk),
		invites: new Invites(desk, origin),
		log: new RoomLog(desk.store)
	};
}
