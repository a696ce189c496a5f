import type { Surroundings } from '../../markdown/render.ts';
import { byUsername } from '../../room/mentions.ts';
import type { RoomModel } from '../../room/model.ts';

/** What the messages of a room are drawn with: the same as before, where it says the same, so that nothing is drawn again. */
export function surroundingsOf(
	{ id, members }: Pick<RoomModel, 'id' | 'members'>,
	before: Surroundings | undefined
): Surroundings {
	const now = { cards: `/rooms/${id}/details/`, members: byUsername(members.map((member) => [member.id, member])) };
	return before !== undefined && isSame(before, now) ? before : now;
}

function isSame(a: Surroundings, b: Surroundings): boolean {
	if (a.cards !== b.cards || a.members.size !== b.members.size) return false;
	return Array.from(a.members).every(([username, id]) => b.members.get(username) === id);
}
