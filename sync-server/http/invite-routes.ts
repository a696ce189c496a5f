import type { Context, Hono } from 'hono';
import { createInviteSchema, inviteTokenSchema, type InviteList } from '../../src/lib/protocol/rest-rooms.ts';
import type { Quota } from '../access/allowance.ts';
import { AccountQuota } from '../people/people-limits.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { readJson, readNothing } from './read-json.ts';
import { idOf, roomIdOf, type RoomDeps } from './room-routes.ts';

/** Looks at links from one address: an office of 200 behind one NAT opens its links within a quarter of an hour. */
export const LOOKS_PER_ADDRESS: Quota = { points: 600, seconds: 15 * 60 };

/** Links into rooms and into the workspace. */
export function addInviteRoutes(app: Hono<ApiEnv>, { accounts, commands: { invites } }: RoomDeps): void {
	const looks = new AccountQuota(LOOKS_PER_ADDRESS, Date.now);
	/** Links to what the path names: a room, or the workspace where it names none. */
	const linksTo = (path: string, roomOf: (c: Context<ApiEnv>) => string | null) => {
		route(app, path, {
			GET: async (c) => {
				const { userId } = await requireSignedIn(c, accounts);
				return c.json({ invites: await invites.list(userId, roomOf(c)) } satisfies InviteList);
			},
			POST: async (c) => {
				const { userId } = await requireSignedIn(c, accounts);
				const request = await readJson(c, createInviteSchema);
				return c.json(await invites.make(userId, { ...request, roomId: roomOf(c) }), 201);
			}
		});
	};
	linksTo('/invites', () => null);
	linksTo('/rooms/:id/invites', roomIdOf);
	route(app, '/invites/look', {
		POST: async (c) => {
			looks.use(c.env.address);
			return c.json(await invites.look((await readJson(c, inviteTokenSchema)).token));
		}
	});
	route(app, '/invites/accept', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			return c.json(await invites.accept(userId, (await readJson(c, inviteTokenSchema)).token));
		}
	});
	route(app, '/invites/:id/revoke', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			await invites.revoke(userId, idOf(c, 'id'));
			return c.body(null, 204);
		}
	});
}
