import type * as Y from 'yjs';
import { m } from '$lib/paraglide/messages';
import type { Member } from '../protocol/head.ts';
import type { Account } from '../protocol/rest.ts';
import type { Person } from '../protocol/workspace.ts';
import type { Command } from '../commands/command.ts';
import { overlayProfile } from '../commands/overlay-person.ts';
import type { HeadView } from './head-view.ts';

/** What is known of people on this device. */
interface PeopleSources {
	/** The workspace document's; empty for a guest, who may not read it. */
	listed: Y.Map<Person>;
	/** The heads of this account's rooms. */
	heads: readonly (HeadView | undefined)[];
	account: Account;
	commands: readonly Command[];
}

/**
 * Everyone whom an account may know of, by user id, the account itself among them. Those whose account was deleted have no
 * name any more, and what they wrote still needs one above it.
 */
export function knownPeople({ listed, heads, account, commands }: PeopleSources): Map<string, Person> {
	const people = new Map<string, Person>();
	for (const [id, member] of heads.flatMap((head) => [...(head?.members ?? [])])) {
		// Of a room that they have left, the head keeps the name that they had then.
		if (!people.has(id) || member.leftAt === undefined) people.set(id, memberAsPerson(member));
	}
	for (const [id, person] of listed.entries()) people.set(id, person);
	for (const [id, person] of people) if (person.name === '') people.set(id, { ...person, name: m.somebody() });
	// A guest is in no workspace document, and a room does not know what somebody is in the workspace.
	const { id, displayName: name, username, role } = account;
	const own = listed.get(id) ?? { name, username, ...people.get(id), role };
	return people.set(id, overlayProfile(own, commands));
}

/** Somebody of whom only a room knows. What they may do in the workspace it does not say; a member can do the least harm. */
function memberAsPerson({ name, username, avatar }: Member): Person {
	return { name, username, role: 'member', ...(avatar !== undefined && { avatar }) };
}

/** Somebody as they are at a moment, in ms since the Unix epoch: a status that is over says nothing any more. */
export function withoutOldStatus(person: Person, now: number): Person {
	if (person.status?.until === undefined || person.status.until > now) return person;
	const { status: _over, ...rest } = person;
	return rest;
}

/** A map of other values under the same keys. */
export function mapped<T, U>(map: ReadonlyMap<string, T>, change: (key: string, value: T) => U): Map<string, U> {
	return new Map([...map].map(([key, value]) => [key, change(key, value)]));
}
