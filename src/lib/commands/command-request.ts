import type { RequestMethod } from '../api/call.ts';
import type { Command } from './command.ts';

/** What a command is as a request of the REST API; `path` without `/api/v1/`. */
export interface CommandRequest {
	method: RequestMethod;
	path: string;
	body?: object;
}

export function requestFor(command: Command): CommandRequest {
	if (command.kind === 'create-room') return post('rooms', command.room);
	if (command.kind === 'open-direct') return post('rooms/direct', { userId: command.userId });
	if (command.kind === 'change-profile') return { method: 'PATCH', path: 'me', body: command.change };
	if (command.kind === 'contact') return post(`contacts/${command.userId}/${command.action}`);
	if (command.kind === 'block') return post(`people/${command.userId}/${command.blocked ? 'block' : 'unblock'}`);
	return requestAboutRoom(command, `rooms/${command.roomId}`);
}

type RoomCommand = Exclude<Command, { kind: 'create-room' | 'open-direct' | 'change-profile' | 'contact' | 'block' }>;

function requestAboutRoom(command: RoomCommand, room: string): CommandRequest {
	switch (command.kind) {
		case 'join-room':
			return post(`${room}/join`);
		case 'leave-room':
			return post(`${room}/leave`);
		case 'delete-room':
			return post(`${room}/delete`);
		case 'change-room':
			return { method: 'PATCH', path: room, body: command.change };
		case 'add-member':
			return post(`${room}/members`, { userId: command.userId });
		case 'remove-member':
			return post(`${room}/members/${command.userId}/remove`, { ban: command.ban });
		case 'change-role':
			return post(`${room}/members/${command.userId}/role`, { role: command.role });
		case 'mute-member':
			return post(`${room}/members/${command.userId}/mute`, { until: command.until });
		case 'edit-message':
			return post(`${room}/messages/${command.messageId}/edit`, command.edit);
		case 'delete-message':
			return post(`${room}/messages/${command.messageId}/delete`);
		case 'report-message':
			return post(`${room}/messages/${command.messageId}/report`, { reason: command.reason });
		case 'read':
		case 'unread': {
			const { kind, seq, marking } = command;
			return post(`${room}/${kind}`, { seq, ...(marking !== undefined && { marking }) });
		}
		default:
			throw command satisfies never;
	}
}

function post(path: string, body?: object): CommandRequest {
	return { method: 'POST', path, ...(body !== undefined && { body }) };
}
