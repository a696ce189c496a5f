import type { Context, Hono } from 'hono';
import {
	addMemberSchema,
	changeRoleSchema,
	muteMemberSchema,
	removeMemberSchema,
	type BanList
} from '../../src/lib/protocol/rest-rooms.ts';
import type { Act } from '../room/moderation.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { ProblemError } from './problem.ts';
import { readJson, readNothing } from './read-json.ts';
import { idOf, roomIdOf, type RoomDeps } from './room-routes.ts';

/** Who is in a room, and what they may do there. */
export function addMemberRoutes(app: Hono<ApiEnv>, { accounts, commands: { moderation } }: RoomDeps): void {
	route(app, '/rooms/:id/members', {
		POST: async (c) => {
			const { userId: by } = await requireSignedIn(c, accounts);
			const { userId, username } = await readJson(c, addMemberSchema);
			if ((userId === undefined) === (username === undefined)) throw oneOf('userId', 'username');
			await moderation.add({ by, roomId: roomIdOf(c), ...(userId ? { userId } : { username: username ?? '' }) });
			return c.body(null, 204);
		}
	});
	route(app, '/rooms/:id/bans', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			return c.json({ bans: await moderation.bans(userId, roomIdOf(c)) } satisfies BanList);
		}
	});
	/** A command on one member: what it reads, and what it does. */
	const onMember = (name: string, act: (c: Context<ApiEnv>, member: Act) => Promise<void>) => {
		route(app, `/rooms/:id/members/:userId/${name}`, {
			POST: async (c) => {
				const { userId: by } = await requireSignedIn(c, accounts);
				await act(c, { by, roomId: roomIdOf(c), userId: idOf(c, 'userId') });
				return c.body(null, 204);
			}
		});
	};
	onMember('remove', async (c, member) => moderation.remove({ ...member, ...(await readJson(c, removeMemberSchema)) }));
	onMember('role', async (c, member) => moderation.changeRole(member, (await readJson(c, changeRoleSchema)).role));
	onMember('mute', async (c, member) => moderation.mute(member, (await readJson(c, muteMemberSchema)).until));
	onMember('unban', async (c, member) => {
		await readNothing(c);
		await moderation.unban(member);
	});
}

function oneOf(...fields: string[]): ProblemError {
	return new ProblemError('invalid-fields', { errors: fields.map((field) => ({ field, code: 'invalid' })) });
}
