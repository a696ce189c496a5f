import { PROBLEM_MEDIA_TYPE, type Problem } from '../protocol/problem.ts';
import type {
	Account,
	CreateRoomRequest,
	LoginRequest,
	RegisterRequest,
	RoomList,
	RoomSummary
} from '../protocol/rest.ts';

/** An answer of the REST API. Without a problem, the server could not be reached. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem | undefined };

/** How long a request may take before the network counts as down, in ms. */
const REQUEST_TIMEOUT_MS = 15_000;

/** The REST API, one function per endpoint. None of them throws. */
export const api = {
	register: (request: RegisterRequest) => call<Account>('POST', 'auth/register', request),
	logIn: (request: LoginRequest) => call<Account>('POST', 'auth/login', request),
	logOut: () => call<undefined>('POST', 'auth/logout'),
	me: () => call<Account>('GET', 'me'),
	listRooms: async (): Promise<Answer<RoomSummary[]>> => {
		const answer = await call<RoomList>('GET', 'rooms');
		return answer.ok ? { ok: true, value: answer.value.rooms } : answer;
	},
	createRoom: (request: CreateRoomRequest) => call<RoomSummary>('POST', 'rooms', request),
	joinRoom: (roomId: string) => call<RoomSummary>('POST', `rooms/${roomId}/join`),
	leaveRoom: (roomId: string) => call<undefined>('POST', `rooms/${roomId}/leave`)
};

async function call<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer<T>> {
	try {
		const response = await fetch(`/api/v1/${path}`, {
			method,
			signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
			...(body !== undefined && {
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body)
			})
		});
		return await read<T>(response);
	} catch {
		return { ok: false, problem: undefined };
	}
}

async function read<T>(response: Response): Promise<Answer<T>> {
	if (response.ok) {
		return { ok: true, value: (response.status === 204 ? undefined : await response.json()) as T };
	}
	// A proxy between us and the server answers with a page of its own when the server is down.
	const isProblem = response.headers.get('content-type')?.startsWith(PROBLEM_MEDIA_TYPE) === true;
	return { ok: false, problem: isProblem ? ((await response.json()) as Problem) : undefined };
}
