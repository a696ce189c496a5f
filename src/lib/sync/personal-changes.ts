import type * as Y from 'yjs';
import type { Draft } from '../protocol/draft.ts';
import { PERSONAL_ROOTS } from '../protocol/personal.ts';

/** What the account's devices write in a personal document; the server writes the rest. */
const OWN_ROOTS = [PERSONAL_ROOTS.drafts, PERSONAL_ROOTS.settings, PERSONAL_ROOTS.rooms] as const;
type OwnRoot = (typeof OWN_ROOTS)[number];

/** The values of those roots by their keys. */
export type PersonalContent = Record<OwnRoot, Record<string, unknown>>;

/** One key that a device has changed. */
export interface PersonalChange {
	root: OwnRoot;
	key: string;
	/** Absent where the key was taken away. */
	value?: unknown;
	/** What the server has confirmed last; absent for nothing. */
	was?: unknown;
	/** It is not known what the server has confirmed: what it has now may be newer. */
	unsure?: true;
}

export function contentOf(doc: Y.Doc): PersonalContent {
	const [drafts, settings, rooms] = OWN_ROOTS.map((root) => doc.getMap(root).toJSON());
	return { drafts: drafts ?? {}, settings: settings ?? {}, rooms: rooms ?? {} };
}

/** What a copy holds and the server has not confirmed; where nothing is known of that, everything. */
export function changesSince(confirmed: PersonalContent | undefined, doc: Y.Doc): PersonalChange[] {
	const content = contentOf(doc);
	return OWN_ROOTS.flatMap((root) => {
		const before = confirmed?.[root] ?? {};
		const now = content[root];
		const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
		const changed = [...keys].filter((key) => !isSame(before[key], now[key]));
		return changed.map((key) => ({
			...{ root, key },
			...(Object.hasOwn(now, key) && { value: now[key] }),
			...(Object.hasOwn(before, key) && { was: before[key] }),
			...(confirmed === undefined && { unsure: true as const })
		}));
	});
}

/** Makes a change again in a document that has come from the server. */
export function carryOver(doc: Y.Doc, { root, key, value, was, unsure }: PersonalChange): void {
	const map = doc.getMap(root);
	const there = map.get(key);
	if (value === undefined) {
		// What another device has written since was not seen by whoever took it away.
		if (isSame(there, was)) map.delete(key);
	} else if (root === PERSONAL_ROOTS.drafts) {
		// The server may have an older one of this very device: what was written since must not lose to it.
		if (there === undefined || (there as Draft).updatedAt < (value as Draft).updatedAt) map.set(key, value);
	} else if (there === undefined || (unsure !== true && !isSame(there, value))) map.set(key, value);
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(one) === JSON.stringify(other);
}
