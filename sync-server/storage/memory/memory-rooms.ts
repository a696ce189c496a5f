import { headName, segmentName } from '../../../src/lib/protocol/document-name.ts';
import type { RoomSummary } from '../../../src/lib/protocol/rest.ts';
import { byTitle } from '../room-order.ts';
import type { MembershipRecord, RoomRecord } from '../storage.ts';

interface Kept {
	record: RoomRecord;
	segment: number;
	/** User id → membership. */
	members: Map<string, MembershipRecord>;
	/** User ids. */
	banned: Set<string>;
}

/** The rooms of the memory store and who is in them. */
export class MemoryRooms {
	#rooms = new Map<string, Kept>();

	add(record: RoomRecord, creator: MembershipRecord): void {
		const members = new Map([[creator.userId, { ...creator }]]);
		this.#rooms.set(record.id, { record: { ...record }, segment: 0, members, banned: new Set() });
	}

	get(roomId: string): Kept | undefined {
		return this.#rooms.get(roomId);
	}

	joined(userId: string): string[] {
		return [...this.#rooms.values()]
			.filter(({ members }) => members.has(userId))
			.map(({ record }) => record.id)
			.sort();
	}

	list(userId: string): RoomSummary[] {
		const shown = [...this.#rooms.values()].filter(({ banned }) => !banned.has(userId));
		const summaries = shown.map(({ record, members }): RoomSummary => {
			const { id, title, kind, createdAt } = record;
			return { id, title, kind, createdAt, memberCount: members.size, role: members.get(userId)?.role ?? null };
		});
		return summaries.filter(({ kind, role }) => kind === 'public' || role !== null).sort(byTitle);
	}

	/** The names of the room's head and current segment. */
	documentNames(roomId: string): string[] {
		const room = this.#rooms.get(roomId);
		return room === undefined ? [] : [headName(roomId), segmentName(roomId, room.segment)];
	}
}
