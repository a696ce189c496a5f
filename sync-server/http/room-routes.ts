import type { Context, Hono } from 'hono';
import { isId } from '../../src/lib/protocol/ids.ts';
import {
	changeRoomSchema,
	createRoomSchema,
	directRoomSchema,
	type RoomList
} from '../../src/lib/protocol/rest-rooms.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { People } from '../people/open-people.ts';
import type { RoomCommands } from '../room/room-commands.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { ProblemError } from './problem.ts';
import { readJson, readNothing } from './read-json.ts';
import { readPicture } from './read-picture.ts';

export interface RoomDeps {
	accounts: Accounts;
	people: Pick<People, 'avatars'>;
	commands: RoomCommands;
}

/** Making, browsing, joining, changing and leaving rooms. A hidden room and none at all are told apart for nobody. */
export function addRoomRoutes(app: Hono<ApiEnv>, deps: RoomDeps): void {
	const { accounts, commands } = deps;
	const { rooms, changes } = commands;
	route(app, '/rooms', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			return c.json({ rooms: await rooms.list(userId) } satisfies RoomList);
		},
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const request = await readJson(c, createRoomSchema);
			if (request.kind !== 'group') requireTitle(request.title);
			return c.json(await rooms.create(userId, request), 201);
		}
	});
	route(app, '/rooms/direct', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const { userId: other } = await readJson(c, directRoomSchema);
			return c.json(await rooms.openDirect(userId, other), 201);
		}
	});
	route(app, '/rooms/:id', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			return c.json(await rooms.details(userId, roomIdOf(c)));
		},
		PATCH: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const request = await readJson(c, changeRoomSchema);
			await changes.change(userId, roomIdOf(c), request);
			return c.json(await rooms.details(userId, roomIdOf(c)));
		}
	});
	addComingAndGoing(app, deps);
	addAvatarRoute(app, deps);
}

function addComingAndGoing(app: Hono<ApiEnv>, { accounts, commands }: RoomDeps): void {
	const { rooms, changes } = commands;
	route(app, '/rooms/:id/join', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			return c.json(await rooms.join(userId, roomIdOf(c)));
		}
	});
	route(app, '/rooms/:id/leave', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			await rooms.leave(userId, roomIdOf(c));
			return c.body(null, 204);
		}
	});
	route(app, '/rooms/:id/delete', {
		POST: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			await changes.delete(userId, roomIdOf(c));
			return c.body(null, 204);
		}
	});
}

function addAvatarRoute(app: Hono<ApiEnv>, { accounts, people, commands: { changes } }: RoomDeps): void {
	route(app, '/rooms/:id/avatar', {
		PUT: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const picture = await readPicture(c);
			await changes.requireAvatarChange(userId, roomIdOf(c));
			const avatar = await people.avatars.storeAvatar(picture, userId);
			await changes.changeAvatar(userId, roomIdOf(c), avatar);
			return c.json({ avatar });
		},
		DELETE: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			await changes.changeAvatar(userId, roomIdOf(c), null);
			return c.body(null, 204);
		}
	});
}

/** Only a group may go without: it is called after its members then. */
function requireTitle(title: string): void {
	if (title === '') throw new ProblemError('invalid-fields', { errors: [{ field: 'title', code: 'too-short' }] });
}

/** The room that the path names. Throws {@link ProblemError} `not-found` for what is no id, like for an id of no room. */
export function roomIdOf(c: Context<ApiEnv>): string {
	return idOf(c, 'id');
}

/** An id in the path. Throws {@link ProblemError} `not-found` for what is none. */
export function idOf(c: Context<ApiEnv>, name: string): string {
	const text = c.req.param(name);
	if (text === undefined || !isId(text)) throw new ProblemError('not-found');
	return text;
}
