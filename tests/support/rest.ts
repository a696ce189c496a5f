import type { CreateRoomRequest, RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';

/** A REST call was answered with anything but 2xx. */
export class CallError extends Error {
	override name = 'CallError';
	readonly status: number;
	constructor(message: string, status: number) {
		super(message);
		this.status = status;
	}
}

/** Calls the REST API as the page would, and throws on every refusal. */
export async function call(
	origin: string,
	method: 'GET' | 'POST' | 'PATCH',
	path: string,
	{ cookie, body }: { cookie?: string; body?: unknown } = {}
): Promise<Response> {
	const headers = new Headers({ origin });
	if (cookie !== undefined) headers.set('cookie', cookie);
	if (body !== undefined) headers.set('content-type', 'application/json');
	const response = await fetch(`${origin}${path}`, {
		method,
		headers,
		...(body === undefined ? {} : { body: JSON.stringify(body) })
	});
	if (!response.ok)
		throw new CallError(`${method} ${path}: ${response.status} ${await response.text()}`, response.status);
	return response;
}

export async function createRoom(origin: string, cookie: string, room: CreateRoomRequest): Promise<RoomSummary> {
	return (await (await call(origin, 'POST', '/api/v1/rooms', { cookie, body: room })).json()) as RoomSummary;
}

export async function joinRoom(origin: string, cookie: string, roomId: string): Promise<void> {
	await call(origin, 'POST', `/api/v1/rooms/${roomId}/join`, { cookie });
}

export async function leaveRoom(origin: string, cookie: string, roomId: string): Promise<void> {
	await call(origin, 'POST', `/api/v1/rooms/${roomId}/leave`, { cookie });
}

/** Everything up to `seq` counts as read by the account of this cookie, on all its devices. */
export async function readTo(origin: string, cookie: string, roomId: string, seq: number): Promise<void> {
	await call(origin, 'POST', `/api/v1/rooms/${roomId}/read`, { cookie, body: { seq } });
}
