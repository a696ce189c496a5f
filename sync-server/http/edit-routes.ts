import type { Context, Hono } from 'hono';
import { editMessageSchema, type MessageVersions } from '../../src/lib/protocol/rest-edits.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { readJson } from './read-json.ts';
import { idOf, roomIdOf, type RoomDeps } from './room-routes.ts';

/** Changing one's own messages, and what they said before. */
export function addEditRoutes(app: Hono<ApiEnv>, { accounts, commands: { edits } }: RoomDeps): void {
	const messageOf = (c: Context<ApiEnv>) => ({ roomId: roomIdOf(c), messageId: idOf(c, 'messageId') });
	route(app, '/rooms/:id/messages/:messageId/edit', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await edits.edit(userId, messageOf(c), await readJson(c, editMessageSchema));
			return c.body(null, 204);
		}
	});
	route(app, '/rooms/:id/messages/:messageId/versions', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			return c.json((await edits.versions(userId, messageOf(c))) satisfies MessageVersions);
		}
	});
}
