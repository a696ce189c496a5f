import type { ProblemCode } from '../protocol/problem.ts';
import type { RoomRole } from '../protocol/head.ts';
import type { EditMessageRequest } from '../protocol/rest-edits.ts';
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
	| { kind: 'edit-message'; roomId: string; messageId: string; edit: EditMessageRequest }
	/** `undoUntil`: until then, by this device's clock, it waits to be undone; absent where it does not wait. */
	| { kind: 'delete-message'; roomId: string; messageId: string; undoUntil?: number }
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

/** How long an own message that was deleted can be brought back, in ms: long enough to see that it was the wrong one. */
export const UNDO_MS = 10_000;

/** The room that a command makes; undefined for one that makes none. */
export function roomMadeBy(command: Command): string | undefined {
	if (command.kind === 'create-room') return command.room.id;
	return command.kind === 'open-direct' ? command.roomId : undefined;
}

/**
 * Until when, by this device's clock, a command can be undone at `now`; undefined where it cannot, or no longer. One that seems
 * to have longer than it was given is of a time when the clock was ahead.
 */
export function undoableUntil(command: Command, now: number): number | undefined {
	const until = command.kind === 'delete-message' ? (command.undoUntil ?? 0) : 0;
	return until > now && until <= now + UNDO_MS ? until : undefined;
}
