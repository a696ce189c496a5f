import type { Context, Hono } from 'hono';
import { reportSchema, type ReportList } from '../../src/lib/protocol/rest-rooms.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { readJson, readNothing } from './read-json.ts';
import { idOf, roomIdOf, type RoomDeps } from './room-routes.ts';

/** Taking messages away, and telling those who keep order of them. */
export function addReportRoutes(app: Hono<ApiEnv>, { accounts, commands: { messages } }: RoomDeps): void {
	const messageOf = (c: Context<ApiEnv>) => ({ roomId: roomIdOf(c), messageId: idOf(c, 'messageId') });
	route(app, '/rooms/:id/messages/:messageId/delete', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			await messages.delete(userId, messageOf(c));
			return c.body(null, 204);
		}
	});
	route(app, '/rooms/:id/messages/:messageId/report', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const { reason } = await readJson(c, reportSchema);
			await messages.report(userId, messageOf(c), reason);
			return c.body(null, 204);
		}
	});
	route(app, '/reports', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			return c.json({ reports: await messages.reports(userId) } satisfies ReportList);
		}
	});
	route(app, '/reports/:id/resolve', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			await messages.resolve(userId, idOf(c, 'id'));
			return c.body(null, 204);
		}
	});
}
