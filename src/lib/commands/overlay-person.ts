import type { Contact, ReadMark } from '../protocol/personal.ts';
import { markedFrom, readTo } from '../protocol/read-mark.ts';
import type { Person } from '../protocol/workspace.ts';
import type { Command } from './command.ts';

/** The account's own entry among the people as it will be once the commands have been carried out. */
export function overlayProfile(person: Person, commands: readonly Command[]): Person {
	let view = person;
	for (const command of commands) if (command.kind === 'change-profile') view = withProfile(view, command.change);
	return view;
}

function withProfile(person: Person, change: (Command & { kind: 'change-profile' })['change']): Person {
	const { displayName, username, about, timeZone, status } = change;
	const view = { ...person };
	if (displayName !== undefined) view.name = displayName;
	if (username !== undefined) view.username = username;
	if (about !== undefined) view.about = about;
	if (timeZone === null) delete view.timeZone;
	else if (timeZone !== undefined) view.timeZone = timeZone;
	if (status === null) delete view.status;
	else if (status !== undefined) {
		const { until, ...words } = status;
		view.status = { ...words, ...(until !== undefined && { until }) };
	}
	return view;
}

/** What the account has agreed with somebody, as it will be. `stands` is what the documents say. */
export function overlayContact(
	stands: Contact['state'] | undefined,
	userId: string,
	commands: readonly Command[]
): Contact['state'] | undefined {
	let state = stands;
	for (const command of commands) {
		if (command.kind !== 'contact' || command.userId !== userId) continue;
		// Who asks somebody that has asked them has agreed.
		if (command.action === 'request') state = state === 'asks' || state === 'contact' ? 'contact' : 'asked';
		else state = command.action === 'accept' ? 'contact' : undefined;
	}
	return state;
}

/** Whom the account will have blocked. */
export function overlayBlocked(blocked: ReadonlySet<string>, commands: readonly Command[]): ReadonlySet<string> {
	const changes = commands.filter((command) => command.kind === 'block');
	if (changes.length === 0) return blocked;
	const view = new Set(blocked);
	for (const change of changes) {
		if (change.blocked) view.add(change.userId);
		else view.delete(change.userId);
	}
	return view;
}

/** How far the account will have read a room. */
export function overlayMark(
	mark: ReadMark | undefined,
	roomId: string,
	commands: readonly Command[]
): ReadMark | undefined {
	let view = mark;
	for (const command of commands) {
		if (command.kind === 'read' && command.roomId === roomId) view = readTo(view, command);
		if (command.kind === 'unread' && command.roomId === roomId) view = markedFrom(view, command);
	}
	return view;
}
