import type { ProblemCode } from '../protocol/problem.ts';
import type { RoomRole } from '../protocol/head.ts';
import type { ChangeProfileRequest } from '../protocol/rest-people.ts';
import type { ChangeRoomRequest, CreateRoomRequest } from '../protocol/rest-rooms.ts';

/** Everything that a person can ask the server for and that may wait for a connection. Names the state that is wanted. */
export type Command =
	| { kind: 'create-room'; room: CreateRoomRequest & { id: string } }
	| { kind: 'open-direct'; roomId: string; userId: string }
	| { kind: 'join-room'; roomId: string }
	| { kind: 'leave-room'; roomId: string }
	| { kind: 'change-room'; roomId: string; change: ChangeRoomRequest }
	| { kind: 'delete-room'; roomId: string }
	| { kind: 'add-member'; roomId: string; userId: string }
	| { kind: 'remove-member'; roomId: string; userId: string; ban: boolean }
	| { kind: 'change-role'; roomId: string; userId: string; role: RoomRole }
	| { kind: 'mute-member'; roomId: string; userId: string; until: number }
	| { kind: 'delete-message'; roomId: string; messageId: string }
	| { kind: 'report-message'; roomId: string; messageId: string; reason: string }
	/** `marking` is the newest marking as unread that was known here when it was read. */
	| { kind: 'read'; roomId: string; seq: number; marking?: number }
	/** `marking` names this one. */
	| { kind: 'unread'; roomId: string; seq: number; marking?: number }
	| { kind: 'change-profile'; change: ChangeProfileRequest }
	| { kind: 'contact'; userId: string; action: 'request' | 'accept' | 'decline' | 'remove' }
	| { kind: 'block'; userId: string; blocked: boolean };

/** A command that waits in this device's outbox. */
export interface QueuedCommand {
	/** UUIDv7, so that commands sort by the time they were given. */
	id: string;
	command: Command;
	/** Set once the server has refused it: it then waits for the person to have seen why. */
	refused?: { code: ProblemCode; detail?: string };
	/** Set once the server has made the room that it asks for: it then waits for the room to be listed. */
	made?: true;
}

export type RefusedCommand = QueuedCommand & Required<Pick<QueuedCommand, 'refused'>>;

/** The room that a command makes; undefined for one that makes none. */
export function roomMadeBy(command: Command): string | undefined {
	if (command.kind === 'create-room') return command.room.id;
	return command.kind === 'open-direct' ? command.roomId : undefined;
}
