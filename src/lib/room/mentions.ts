import { MENTIONS_MAX, USERNAME_MAX_CHARS } from '../protocol/limits.ts';

/** An `@` that does not stand in the middle of a word, as in an email address, and what may be a username after it. */
const MENTION = /(?<![\p{L}\p{N}_@.-])@([a-z0-9][a-z0-9._-]*)/giu;

/** What ends a sentence and may end a username too. */
const TAIL = /[._-]$/;

/** The user ids of those whom a text names by `@username`; `members` are those who may be named, by username. */
export function mentionsIn(body: string, members: ReadonlyMap<string, string>): string[] {
	const named = new Set<string>();
	for (const [, text = ''] of body.matchAll(MENTION)) {
		const id = longestName(text.slice(0, USERNAME_MAX_CHARS + 1).toLowerCase(), members);
		if (id !== undefined) named.add(id);
	}
	return [...named].slice(0, MENTIONS_MAX);
}

/** The user ids of a room's members, by username. */
export function byUsername(members: [id: string, member: { username: string }][]): Map<string, string> {
	return new Map(members.map(([id, { username }]) => [username, id]));
}

/** `@anna.` names Anna, unless there is somebody called `anna.` */
function longestName(text: string, members: ReadonlyMap<string, string>): string | undefined {
	for (let name = text; name !== ''; name = name.slice(0, -1)) {
		const id = members.get(name);
		if (id !== undefined || !TAIL.test(name)) return id;
	}
	return undefined;
}
