import type { Hono } from 'hono';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import type { PeopleDeps } from './people-routes.ts';
import { ProblemError } from './problem.ts';
import { readNothing } from './read-json.ts';
import { readPicture } from './read-picture.ts';

/** The id is a hash of the bytes, so a browser need never ask again; nobody else's cache is to keep people's faces. */
const FOR_GOOD = 'private, max-age=31536000, immutable';

/** One's own picture, and anybody's. */
export function addAvatarRoutes(app: Hono<ApiEnv>, { accounts, people }: PeopleDeps): void {
	const { avatars, profiles } = people;
	route(app, '/me/avatar', {
		PUT: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const avatar = await avatars.storeAvatar(await readPicture(c), userId);
			await profiles.change(userId, { avatar });
			return c.json({ avatar });
		},
		DELETE: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			await readNothing(c);
			await profiles.change(userId, { avatar: null });
			return c.body(null, 204);
		}
	});
	route(app, '/avatars/:id', {
		GET: async (c) => {
			await requireSignedIn(c, accounts);
			const avatar = await avatars.find(c.req.param('id') ?? '');
			if (avatar === undefined) throw new ProblemError('not-found');
			const headers = { 'content-type': avatar.mediaType, 'cache-control': FOR_GOOD };
			return c.body(new Uint8Array(avatar.data), 200, headers);
		}
	});
}
