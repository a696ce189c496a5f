import { byText } from './collate.ts';
import { presentMembers, type HeadView } from './head-view.ts';
import type { RoomMember } from './model.ts';

/** Those who are in a room now, by name; nobody where nothing of it is known. `userId` is the signed-in account. */
export function membersOf(
	head: HeadView | undefined,
	{ userId, nameOf }: { userId: string; nameOf: (id: string) => string | undefined }
): RoomMember[] {
	if (head === undefined) return [];
	const members = presentMembers(head).map(([id, { leftAt: _left, ...member }]): RoomMember => {
		return { ...member, id, name: nameOf(id) ?? member.name, self: id === userId };
	});
	return members.sort((a, b) => byText(a.name, b.name));
}
