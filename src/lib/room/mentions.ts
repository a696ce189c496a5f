import { prose } from '../markdown/plain-text.ts';
import { MENTIONS_MAX, USERNAME_MAX_CHARS } from '../protocol/limits.ts';

/**
 * An `@` that does not stand in the middle of a word, as in an email address, and what may be a username after it. Before
 * it there may be the mark of an emphasis.
 */
const MENTION = /(?<![\p{L}\p{N}@.-]_*)@([a-z0-9][a-z0-9._-]*)/iuy;

/** What ends a sentence and may end a username too. */
const TAIL = /[._-]$/;

/** Somebody's name in a text, and where it stands with its `@`. */
export interface Mention {
	id: string;
	index: number;
	text: string;
}

/** The user ids of those whom a message names by `@username`; `members` are those who may be named, by username. */
export function mentionsIn(body: string, members: ReadonlyMap<string, string>): string[] {
	const named = new Set(mentionsOf(prose(body), members).map(({ id }) => id));
	return [...named].slice(0, MENTIONS_MAX);
}

/** Every `@username` in a text. */
export function mentionsOf(text: string, members: ReadonlyMap<string, string>): Mention[] {
	const found: Mention[] = [];
	for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
		const mention = mentionAt(text, at, members);
		if (mention !== undefined) found.push(mention);
	}
	return found;
}

/** The `@username` that begins here; undefined where there is none, or nobody by that name. */
export function mentionAt(text: string, index: number, members: ReadonlyMap<string, string>): Mention | undefined {
	MENTION.lastIndex = index;
	const candidate = MENTION.exec(text)?.[1]?.slice(0, USERNAME_MAX_CHARS + 1);
	const name = candidate === undefined ? undefined : longestName(candidate.toLowerCase(), members);
	return name && { id: name.id, index, text: text.slice(index, index + 1 + name.length) };
}

/** The user ids of a room's members, by username. */
export function byUsername(
	members: Iterable<readonly [id: string, member: { username: string }]>
): Map<string, string> {
	return new Map(Array.from(members, ([id, { username }]) => [username, id]));
}

/** `@anna.` names Anna, unless there is somebody called `anna.` */
function longestName(text: string, members: ReadonlyMap<string, string>): { id: string; length: number } | undefined {
	for (let name = text; name !== ''; name = name.slice(0, -1)) {
		const id = members.get(name);
		if (id !== undefined) return { id, length: name.length };
		if (!TAIL.test(name)) return undefined;
	}
	return undefined;
}
