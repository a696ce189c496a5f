import { describe, expect, it } from 'vitest';
import { m } from '$lib/paraglide/messages';
import type { RoomRole } from '../../protocol/head.ts';
import type { RoomMember } from '../../room/model.ts';
import { isLastOwner, leavingWords } from './leaving.ts';

function member(name: string, role: RoomRole, self = false): RoomMember {
	return { id: name, name, username: name, role, joinedAt: 0, self };
}

const me = (role: RoomRole) => member('me', role, true);

describe('leaving a room', () => {
	it('is closed to the last owner while others are there', () => {
		const room = { kind: 'private', role: 'owner', members: [me('owner'), member('boris', 'moderator')] } as const;
		expect(isLastOwner({ ...room, members: [...room.members] })).toBe(true);
		expect(leavingWords({ ...room, members: [...room.members] })).toBe(m.leave_last_owner());
	});

	it('is open to an owner beside another one, and to members', () => {
		expect(isLastOwner({ role: 'owner', members: [me('owner'), member('boris', 'owner')] })).toBe(false);
		expect(isLastOwner({ role: 'member', members: [me('member'), member('boris', 'owner')] })).toBe(false);
	});

	it('says what becomes of it: back at any time, by somebody inside, or never', () => {
		const members = [me('member'), member('boris', 'owner')];
		expect(leavingWords({ kind: 'public', role: 'member', members })).toBe(m.leave_public());
		expect(leavingWords({ kind: 'group', role: 'member', members })).toBe(m.leave_group());
		expect(leavingWords({ kind: 'private', role: 'owner', members: [me('owner')] })).toBe(m.leave_alone());
	});
});
