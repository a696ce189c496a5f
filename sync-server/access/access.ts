import { headName, parseDocumentName, personalName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { FIRST_SEGMENT } from '../../src/lib/protocol/head.ts';

/**
 * Which documents one account may read and write: its rooms as SQLite had them when the socket opened, kept true by
 * {@link Grants.join} and {@link Grants.leave} (I6). A document outside is refused the same way whether it exists or
 * not, so that nobody can probe for rooms (N2).
 */
export class Grants {
	readonly userId: string;
	#rooms: Set<string>;

	constructor(userId: string, rooms: Iterable<string>) {
		this.userId = userId;
		this.#rooms = new Set(rooms);
	}

	/** Whether the account may read and write the document of this name. */
	includes(document: string): boolean {
		const name = parseDocumentName(document);
		if (name === undefined) return false;
		if (name.kind === 'personal') return name.userId === this.userId;
		if (name.kind === 'segment' && name.segment !== FIRST_SEGMENT.segment) return false;
		return this.#rooms.has(name.roomId);
	}

	/** The documents a device keeps current: the personal one, and each room's head and current segment (C3). */
	documents(): string[] {
		return [personalName(this.userId), ...[...this.#rooms].flatMap(roomDocuments)];
	}

	join(roomId: string): void {
		this.#rooms.add(roomId);
	}

	leave(roomId: string): void {
		this.#rooms.delete(roomId);
	}
}

/** A room's head and current segment. */
export function roomDocuments(roomId: string): string[] {
	return [headName(roomId), segmentName(roomId, FIRST_SEGMENT.segment)];
}
