import type { Context, Hono } from 'hono';
import { isId } from '../../src/lib/protocol/ids.ts';
import type { Contacts } from '../people/contacts.ts';
import { AccountQuota, CONTACT_CHANGES_PER_ACCOUNT } from '../people/people-limits.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import type { PeopleDeps } from './people-routes.ts';
import { ProblemError } from './problem.ts';
import { readNothing } from './read-json.ts';

type Command = (contacts: Contacts, me: string, other: string) => Promise<void>;

/** Every command is about one other person, takes no body and answers nothing. */
const COMMANDS: Record<string, Command> = {
	'/contacts/:userId/request': (contacts, me, other) => contacts.request(me, other),
	'/contacts/:userId/accept': (contacts, me, other) => contacts.accept(me, other),
	'/contacts/:userId/decline': (contacts, me, other) => contacts.decline(me, other),
	'/contacts/:userId/remove': (contacts, me, other) => contacts.remove(me, other),
	'/people/:userId/block': (contacts, me, other) => contacts.block(me, other),
	'/people/:userId/unblock': (contacts, me, other) => contacts.unblock(me, other)
};

/** Whom one has agreed with, and whom one does not want to hear of. */
export function addContactRoutes(app: Hono<ApiEnv>, { accounts, people, storage, now }: PeopleDeps): void {
	const quota = new AccountQuota(CONTACT_CHANGES_PER_ACCOUNT, now);
	route(app, '/contacts', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const contacts = await storage.listContacts(userId);
			return c.json({ contacts: contacts.map(({ userId: id, contact }) => ({ userId: id, ...contact })) });
		}
	});
	for (const [path, command] of Object.entries(COMMANDS)) {
		route(app, path, {
			POST: async (c) => {
				const { userId } = await requireSignedIn(c, accounts);
				await readNothing(c);
				quota.use(userId);
				await command(people.contacts, userId, otherId(c));
				return c.body(null, 204);
			}
		});
	}
}

function otherId(c: Context<ApiEnv>): string {
	const id = c.req.param('userId') ?? '';
	if (!isId(id)) throw new ProblemError('not-found');
	return id;
}
