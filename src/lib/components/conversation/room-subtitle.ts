import { m } from '$lib/paraglide/messages';
import type { RoomModel } from '../../room/model.ts';

/** What stands beside a room's name: how many belong to it and, where there is somebody, how many others are here now. */
export function roomSubtitle({ members, present }: Pick<RoomModel, 'members' | 'present'>): string {
	const count = m.member_count({ count: members.length });
	const here = members.filter(({ id, self }) => !self && present.has(id)).length;
	return here === 0 ? count : `${count} · ${m.here_count({ count: here })}`;
}
