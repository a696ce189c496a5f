import type { Hono } from 'hono';
import { isId } from '../../src/lib/protocol/ids.ts';
import { createRoomSchema, removeMemberSchema, type RoomList } from '../../src/lib/protocol/rest.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Rooms } from '../room/rooms.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { ProblemError } from './problem.ts';
import { readJson, readNothing } from './read-json.ts';

export interface RoomDeps {
	accounts: Accounts;
	rooms: Pick<Rooms, 'create' | 'list' | 'join' | 'leave' | 'remove'>;
}

/** Creating, browsing, joining and leaving rooms. A private room and none at all are told apart for nobody. */
export function addRoomRoutes(app: Hono<ApiEnv>, { accounts, rooms }: RoomDeps): void {
	route(app, '/rooms', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			return c.json({ rooms: await rooms.list(userId) } satisfies RoomList);
		},
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const request = await readJson(c, createRoomSchema);
			return c.json(await rooms.create(userId, request), 201);
		}
	});
	route(app, '/rooms/:id/join', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			const room = await rooms.join(userId, roomId(c.req.param('id')));
			if (room === undefined) throw new ProblemError('not-found');
			return c.json(room);
		}
	});
	route(app, '/rooms/:id/leave', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			if (!(await rooms.leave(userId, roomId(c.req.param('id'))))) throw new ProblemError('not-found');
			return c.body(null, 204);
		}
	});
	route(app, '/rooms/:id/members/:userId/remove', {
		POST: async (c) => {
			const { userId: by } = await requireSignedIn(c, accounts);
			const { ban } = await readJson(c, removeMemberSchema);
			const removal = { roomId: roomId(c.req.param('id')), userId: c.req.param('userId') ?? '', by, ban };
			const outcome = await rooms.remove(removal);
			if (outcome === 'no-member') throw new ProblemError('not-found');
			if (outcome === 'not-allowed') throw new ProblemError('forbidden');
			return c.body(null, 204);
		}
	});
}

function roomId(text: string | undefined): string {
	if (text === undefined || !isId(text)) throw new ProblemError('not-found');
	return text;
}
