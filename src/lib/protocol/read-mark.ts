import type { ReadMark } from './personal.ts';
import type { ReadRequest } from './rest-rooms.ts';

/**
 * A mark once somebody has read up to `seq`: what was marked as unread stays so until it has been read itself, by a device
 * that knew of the marking (N8).
 */
export function readTo(mark: ReadMark = { seq: 0 }, { seq, marking = 0 }: ReadRequest): ReadMark {
	const { unreadFrom, ...read } = { ...mark, seq: Math.max(seq, mark.seq) };
	const keeps = unreadFrom !== undefined && (seq < unreadFrom || marking !== (mark.marking ?? 0));
	return keeps ? { ...read, unreadFrom } : read;
}

/** A mark once the room is to be seen as unread from `seq` on. A marking that is told again has been carried out. */
export function markedFrom(mark: ReadMark = { seq: 0 }, { seq, marking = 0 }: ReadRequest): ReadMark {
	if (marking !== 0 && marking === mark.marking) return mark;
	return { seq: mark.seq, unreadFrom: seq, ...(marking !== 0 && { marking }) };
}
