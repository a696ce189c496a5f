import { m } from '$lib/paraglide/messages';
import type { PersonView, RoomModel } from '../../room/model.ts';
import { currentStatus, presenceWords } from '../people/presence-words.ts';

/** What stands beside a room's name: how many belong to it and, where there is somebody, how many others are here now. */
export function roomSubtitle({ members, present }: Pick<RoomModel, 'members' | 'present'>): string {
	const count = m.member_count({ count: members.length });
	const here = members.filter(({ id, self }) => !self && present.has(id)).length;
	return here === 0 ? count : `${count} · ${m.here_count({ count: here })}`;
}

/** What stands beside somebody's name in a conversation of two: where they are, and what they say of themselves. */
export function personSubtitle(person: PersonView, now: number, locale: string): string {
	if (person.blocked) return m.person_blocked_mark();
	return [presenceWords(person, now, locale), currentStatus(person, now)].filter(Boolean).join(' · ');
}
