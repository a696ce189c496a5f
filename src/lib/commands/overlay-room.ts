import type { Member } from '../protocol/head.ts';
import type { HeadView } from '../room/head-view.ts';
import { roomMadeBy, type Command } from './command.ts';

/** Who somebody is, for a room that they are about to be in. */
export type Naming = (userId: string) => Pick<Member, 'name' | 'username' | 'avatar'> | undefined;

/** Who asks for the commands, and when, by this device's clock in ms. */
export interface Asker {
	userId: string;
	now: number;
	naming: Naming;
}

/**
 * A room's head as it will be once the commands have been carried out; undefined where it is not on this device and no
 * command makes it.
 */
export function overlayRoom(
	head: HeadView | undefined,
	roomId: string,
	commands: readonly Command[],
	asker: Asker
): HeadView | undefined {
	let view = head;
	for (const command of commands) {
		if (roomMadeBy(command) === roomId) view ??= headMadeBy(command, asker);
		else if (view !== undefined && 'roomId' in command && command.roomId === roomId) {
			view = changed(view, command, asker);
		}
	}
	return view;
}

/** The rooms that the commands would take off the list. */
export function leftRooms(commands: readonly Command[]): Set<string> {
	const left = new Set<string>();
	for (const command of commands) {
		if (command.kind === 'leave-room' || command.kind === 'delete-room') left.add(command.roomId);
		if (command.kind === 'join-room') left.delete(command.roomId);
	}
	return left;
}

/** The rooms that the commands make. */
export function madeRooms(commands: readonly Command[]): Set<string> {
	return new Set(commands.map(roomMadeBy).filter((id) => id !== undefined));
}

function headMadeBy(command: Command, { userId, now, naming }: Asker): HeadView | undefined {
	const common = { createdBy: userId, createdAt: now, segment: 0, reads: new Map<string, number>() };
	if (command.kind === 'create-room') {
		const { title, kind, topic, members = [] } = command.room;
		const all = new Map([[userId, member(userId, 'owner', now, naming)]]);
		for (const id of members) all.set(id, member(id, 'member', now, naming));
		return { ...common, title, kind, ...(topic && { topic }), members: all };
	}
	if (command.kind !== 'open-direct') return undefined;
	const both = [userId, command.userId].map((id): [string, Member] => [id, member(id, 'member', now, naming)]);
	return { ...common, title: '', kind: 'direct', members: new Map(both) };
}

function changed(head: HeadView, command: Command, { now, naming }: Asker): HeadView {
	switch (command.kind) {
		case 'change-room':
			return withSettings(head, command.change, now);
		case 'add-member': {
			const there = head.members.get(command.userId);
			if (there !== undefined && there.leftAt === undefined) return head;
			return withMember(head, command.userId, member(command.userId, 'member', now, naming));
		}
		case 'remove-member':
			return withMember(head, command.userId, { leftAt: now });
		case 'change-role':
			return withMember(head, command.userId, { role: command.role });
		case 'mute-member':
			return withMember(head, command.userId, { mutedUntil: command.until });
		default:
			return head;
	}
}

function withSettings(
	head: HeadView,
	{ title, topic, announcements, slowSeconds, archived }: (Command & { kind: 'change-room' })['change'],
	now: number
): HeadView {
	const view = { ...head };
	if (title !== undefined) view.title = title;
	if (topic !== undefined) view.topic = topic;
	if (announcements !== undefined) view.announcements = announcements;
	if (slowSeconds !== undefined) view.slowSeconds = slowSeconds;
	if (archived === true) view.archivedAt ??= now;
	if (archived === false) delete view.archivedAt;
	return view;
}

/** Somebody who is not in the room stays out of it: a role does not bring them in. */
function withMember(head: HeadView, userId: string, change: Partial<Member>): HeadView {
	const there = head.members.get(userId);
	if (there === undefined && change.joinedAt === undefined) return head;
	const next = change.joinedAt === undefined ? { ...there, ...change } : change;
	return { ...head, members: new Map(head.members).set(userId, next as Member) };
}

function member(userId: string, role: Member['role'], joinedAt: number, naming: Naming): Member {
	return { name: '', username: '', ...naming(userId), role, joinedAt };
}
