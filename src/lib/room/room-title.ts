import { otherOf, presentMembers, type HeadView } from './head-view.ts';
import { byText } from './collate.ts';

/** A room as people call it: its title, the other person's name, or the members of a group without a title. */
export function roomTitle(head: HeadView, userId: string, nameOf: (userId: string) => string | undefined): string {
	const named = (id: string) => nameOf(id) ?? head.members.get(id)?.name ?? '';
	const other = otherOf(head, userId);
	if (other !== undefined) return named(other);
	if (head.title !== '') return head.title;
	const others = presentMembers(head).filter(([id]) => id !== userId);
	const names = others.map(([id]) => named(id)).filter((name) => name !== '');
	// Whoever is left alone in a group still has to find it.
	return (names.length === 0 ? [named(userId)] : names.sort(byText)).join(', ');
}
