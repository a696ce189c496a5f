import { describe, expect, it, vi } from 'vitest';
import type { Command } from '../../../commands/command.ts';
import { m } from '$lib/paraglide/messages';
import type { RoomRole } from '../../../protocol/head.ts';
import type { RoomMember } from '../../../room/model.ts';
import { memberMenu, shownMembers, type MemberDeeds } from './members.ts';

const NOW = 1_700_000_000_000;
const ROOM = 'room-1';

function member(name: string, role: RoomRole, more: Partial<RoomMember> = {}): RoomMember {
	return { id: name, name, username: name.toLowerCase(), role, joinedAt: 0, self: false, ...more };
}

function menu(mine: RoomRole, theirs: RoomMember, deeds: Partial<MemberDeeds> = {}) {
	const all = { run: vi.fn(), ask: vi.fn(), message: vi.fn(), profile: vi.fn(), ...deeds };
	const entries = memberMenu({ id: ROOM, kind: 'public', role: mine }, theirs, NOW, all);
	return entries.filter((entry) => entry !== 'line');
}

const labels = (...of: Parameters<typeof menu>) => menu(...of).map(({ label }) => label);

describe('the menu of a member', () => {
	it('is talking and looking for somebody who is no moderator', () => {
		expect(labels('member', member('Boris', 'member'))).toEqual([m.person_message(), m.member_profile()]);
	});

	it('lets a moderator keep order among members, but not among their equals', () => {
		expect(labels('moderator', member('Boris', 'member'))).toContain(m.ban_member());
		expect(labels('moderator', member('Boris', 'moderator'))).not.toContain(m.remove_member());
		expect(labels('moderator', member('Boris', 'member'))).not.toContain(m.make_owner());
	});

	it('lets an owner give roles, and step back themselves, but neither mute nor remove themselves', () => {
		expect(labels('owner', member('Boris', 'member'))).toEqual(
			expect.arrayContaining([m.make_owner(), m.make_moderator(), m.make_read_only()])
		);
		const own = labels('owner', member('Anna', 'owner', { self: true }));
		expect(own).toContain(m.make_moderator());
		expect(own).not.toContain(m.remove_member());
	});

	it('asks for a state, so that asking twice is asking once', () => {
		const run = vi.fn<(command: Command) => void>();
		const hour = menu('owner', member('Boris', 'member'), { run }).find(({ label }) => label === m.mute_hour());
		hour?.action?.();
		expect(run).toHaveBeenCalledWith({ kind: 'mute-member', roomId: ROOM, userId: 'Boris', until: NOW + 3_600_000 });
	});

	it('offers to let somebody write again who is muted, and not to mute them twice', () => {
		const muted = labels('owner', member('Boris', 'member', { mutedUntil: NOW + 1 }));
		expect(muted).toContain(m.unmute());
		expect(muted).not.toContain(m.mute_hour());
		expect(labels('owner', member('Boris', 'member', { mutedUntil: NOW - 1 }))).toContain(m.mute_hour());
	});
});

describe('the list of members', () => {
	it('begins with those who keep order, and finds anybody by name', () => {
		const all = [member('Anna', 'member'), member('Boris', 'moderator'), member('Iryna', 'owner')];
		expect(shownMembers(all, '').map(({ name }) => name)).toEqual(['Iryna', 'Boris', 'Anna']);
		expect(shownMembers(all, 'ann').map(({ name }) => name)).toEqual(['Anna']);
	});
});
