import type { Hono } from 'hono';
import { historySchema } from '../../src/lib/protocol/rest-messages.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { ProblemError } from './problem.ts';
import { readQuery } from './read-json.ts';
import { roomIdOf, type RoomDeps } from './room-routes.ts';

/** A room's history, piece by piece. */
export function addHistoryRoutes(app: Hono<ApiEnv>, { accounts, commands: { log } }: RoomDeps): void {
	route(app, '/rooms/:id/messages', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const roomId = roomIdOf(c);
			const { limit, ...places } = readQuery(c, historySchema);
			if (Object.keys(places).length > 1) throw new ProblemError('bad-request', { detail: 'Name one place at most.' });
			return c.json(await log.page(userId, roomId, { ...places, ...(limit !== undefined && { limit }) }));
		}
	});
}
