import { m } from '$lib/paraglide/messages';
import type { RoomRole } from '../../../protocol/head.ts';
import type { RoomMember, RoomModel } from '../../../room/model.ts';
import type { Command } from '../../../commands/command.ts';
import { mutedUntil } from '../../list/mute-until.ts';
import type { MenuEntry } from '../../ui/menu.ts';
import { searchPeople } from '../../people/search.ts';
import { isAbove, rolesToGive } from '../rights.ts';

/** What is asked before it is done to a member. */
export type MemberQuestion = { kind: 'remove' | 'ban' | 'mute'; member: RoomMember };

/** What a member's menu leads to. */
export interface MemberDeeds {
	run: (command: Command) => void;
	ask: (question: MemberQuestion) => void;
	message: (userId: string) => void;
	profile: (userId: string) => void;
}

/** What can be done with a member, by whoever has this role in the room ({@link roleIn}). */
export function memberMenu(
	room: Pick<RoomModel, 'id' | 'kind' | 'role'>,
	member: RoomMember,
	now: number,
	deeds: MemberDeeds
): MenuEntry[] {
	const open: MenuEntry[] = [
		...(member.self ? [] : [{ label: m.person_message(), action: () => deeds.message(member.id) }]),
		{ label: m.member_profile(), action: () => deeds.profile(member.id) }
	];
	if (room.kind === 'direct') return open;
	const parts = [open, roleEntries(room, member, deeds), orderEntries(room, member, now, deeds)];
	return parts
		.filter((part) => part.length > 0)
		.flatMap((part, at): MenuEntry[] => (at === 0 ? part : ['line', ...part]));
}

function roleEntries(room: Pick<RoomModel, 'id' | 'role'>, member: RoomMember, { run }: MemberDeeds): MenuEntry[] {
	return rolesToGive(room.role, member).map((role) => ({
		label: MAKE[role](),
		action: () => run({ kind: 'change-role', roomId: room.id, userId: member.id, role })
	}));
}

function orderEntries(
	room: Pick<RoomModel, 'id' | 'role'>,
	member: RoomMember,
	now: number,
	{ run, ask }: MemberDeeds
): MenuEntry[] {
	const keepsOrder = room.role === 'owner' || room.role === 'moderator';
	if (member.self || !keepsOrder || !isAbove(room.role, member.role)) return [];
	const muteUntil = (until: number) => run({ kind: 'mute-member', roomId: room.id, userId: member.id, until });
	const mute: MenuEntry[] = isMuted(member, now)
		? [{ label: m.unmute(), action: () => muteUntil(0) }]
		: [
				{ label: m.mute_hour(), action: () => muteUntil(mutedUntil('hour', now)) },
				{ label: m.mute_hours(), action: () => muteUntil(mutedUntil('hours', now)) },
				{ label: m.mute_until(), action: () => ask({ kind: 'mute', member }) }
			];
	return [
		...mute,
		'line',
		{ label: m.remove_member(), danger: true, action: () => ask({ kind: 'remove', member }) },
		{ label: m.ban_member(), danger: true, action: () => ask({ kind: 'ban', member }) }
	];
}

const MAKE: Record<RoomRole, () => string> = {
	owner: m.make_owner,
	moderator: m.make_moderator,
	member: m.make_member,
	'read-only': m.make_read_only
};

const ROLE_WORDS: Record<RoomRole, (() => string) | undefined> = {
	owner: m.room_owner,
	moderator: m.room_moderator,
	member: undefined,
	'read-only': m.room_reads_only
};

/** What a role is called beside a name; undefined for what goes without saying. */
export function roleWords(role: RoomRole): string | undefined {
	return ROLE_WORDS[role]?.();
}

export function isMuted({ mutedUntil: until }: Pick<RoomMember, 'mutedUntil'>, now: number): boolean {
	return until !== undefined && until > now;
}

/** Those who fit what was typed; without it those who keep order first, then by name. */
export function shownMembers(members: readonly RoomMember[], query: string): RoomMember[] {
	if (query.trim() !== '') return searchPeople(members, query);
	const rank = ({ role }: RoomMember) => (role === 'owner' ? 0 : role === 'moderator' ? 1 : 2);
	return members.toSorted((a, b) => rank(a) - rank(b));
}
