import type { RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';

/** The root collation (Unicode UTS #10), so that the order does not depend on the server's locale. */
const collator = new Intl.Collator('und', { sensitivity: 'accent' });

/** Orders rooms by title without case, then by id. */
export function byTitle(a: RoomSummary, b: RoomSummary): number {
	return collator.compare(a.title, b.title) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
