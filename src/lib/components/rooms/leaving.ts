import { m } from '$lib/paraglide/messages';
import type { RoomModel } from '../../room/model.ts';

/** Whether others would be left without anybody who could give them anything: then the way out is closed. */
export function isLastOwner({ members, role }: Pick<RoomModel, 'members' | 'role'>): boolean {
	const others = members.filter(({ self }) => !self);
	return role === 'owner' && others.length > 0 && !others.some((member) => member.role === 'owner');
}

/** What it means to leave, in a sentence. */
export function leavingWords(room: Pick<RoomModel, 'kind' | 'members' | 'role'>): string {
	if (isLastOwner(room)) return m.leave_last_owner();
	if (room.kind === 'public') return m.leave_public();
	if (room.members.every(({ self }) => self)) return m.leave_alone();
	return room.kind === 'group' ? m.leave_group() : m.leave_private();
}
