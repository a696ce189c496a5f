import { isDeepStrictEqual } from 'node:util';
import type * as Y from 'yjs';
import { headName, personalName } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS, READ_RECEIPTS_MAX_MEMBERS } from '../../src/lib/protocol/head.ts';
import { PERSONAL_ROOTS, type ReadMark } from '../../src/lib/protocol/personal.ts';
import { markedFrom, readTo } from '../../src/lib/protocol/read-mark.ts';
import type { ReadRequest } from '../../src/lib/protocol/rest-rooms.ts';
import type { Documents, Write } from '../room/documents.ts';
import { Turns } from '../room/turns.ts';
import type { PeopleStore, ReadPlace } from '../storage/people-store.ts';
import { RefusedError, type RoomStore } from '../storage/storage.ts';

export interface ReadMarksDeps {
	store: PeopleStore & Pick<RoomStore, 'findMembership'>;
	documents: Documents;
	now: () => number;
	/** The marks of a membership that has ended were kept. They say nothing to anybody and go when the next one ends. */
	report: (error: unknown) => void;
}

/**
 * How far everybody has read. A mark is in SQLite, in the personal document for the account's other devices and, in a small
 * room, in its head for the others; the three change in one transaction. What changes nothing writes nothing.
 */
export class ReadMarks {
	#deps: ReadMarksDeps;
	/** One account's marks change one after the other. */
	#turns = new Map<string, Turns>();

	constructor(deps: ReadMarksDeps) {
		this.#deps = deps;
	}

	/** The account has read up to `seq`, or as far as the room goes. Throws {@link RefusedError} `not-found`. */
	read(place: ReadPlace, request: ReadRequest): Promise<void> {
		return this.#change(place, request, readTo);
	}

	/** The account wants to see the room as unread from `seq` on. Throws {@link RefusedError} `not-found`. */
	unread(place: ReadPlace, request: ReadRequest): Promise<void> {
		return this.#change(place, request, (mark, from) => (from.seq === 0 ? mark : markedFrom(mark, from)));
	}

	/** The account has left the room: nothing of its reading stays there. */
	left(userId: string, roomId: string): void {
		this.#inTurn(userId, () => this.#forget({ userId, roomId })).catch((error: unknown) => this.#deps.report(error));
	}

	#change(
		place: ReadPlace,
		request: ReadRequest,
		change: (mark: ReadMark, request: ReadRequest) => ReadMark
	): Promise<void> {
		const { store } = this.#deps;
		return this.#inTurn(place.userId, async () => {
			if ((await store.findMembership(place.roomId, place.userId)) === undefined) throw new RefusedError('not-found');
			const before = (await store.findReadMark(place)) ?? { seq: 0 };
			const seq = Math.min(request.seq, await store.lastSequence(place.roomId));
			const after = change(before, { ...request, seq });
			if (!isDeepStrictEqual(after, before)) await this.#write(place, after);
		});
	}

	async #write(place: ReadPlace, mark: ReadMark): Promise<void> {
		const { store, documents, now } = this.#deps;
		const { userId, roomId } = place;
		const own: Write = {
			document: personalName(userId),
			change: (doc) => void doc.getMap<ReadMark>(PERSONAL_ROOTS.reads).set(roomId, mark)
		};
		const shown = (await this.#showsReading(place)) ? mark.seq : undefined;
		const writes = [own, ...(await this.#headWrites(place, shown))];
		await documents.write(writes, (commits) => store.writeReadMark(place, mark, now(), commits));
	}

	async #forget(place: ReadPlace): Promise<void> {
		const { store, documents } = this.#deps;
		const { userId, roomId } = place;
		if ((await store.findMembership(roomId, userId)) !== undefined) return;
		if ((await store.findReadMark(place)) === undefined) return;
		const own: Write = {
			document: personalName(userId),
			change: (doc) => doc.getMap(PERSONAL_ROOTS.reads).delete(roomId)
		};
		const writes = [own, ...(await this.#headWrites(place, undefined))];
		await documents.write(writes, (commits) => store.deleteReadMark(place, commits));
	}

	/** Nobody is told in a large room, nor of somebody who does not want it. */
	async #showsReading({ userId, roomId }: ReadPlace): Promise<boolean> {
		if ((await this.#deps.store.memberCount(roomId)) > READ_RECEIPTS_MAX_MEMBERS) return false;
		return this.#deps.documents.read(personalName(userId), ({ doc }) => {
			return doc.getMap(PERSONAL_ROOTS.settings).get('receipts') !== false;
		});
	}

	/** The change that the head needs to say `seq`, or nothing of this account; none where it says so already. */
	async #headWrites({ userId, roomId }: ReadPlace, seq: number | undefined): Promise<Write[]> {
		const document = headName(roomId);
		const reads = (doc: Y.Doc) => doc.getMap<number>(HEAD_ROOTS.reads);
		const said = await this.#deps.documents.read(document, ({ doc }) => reads(doc).get(userId));
		if (said === seq) return [];
		const change = (doc: Y.Doc) => void (seq === undefined ? reads(doc).delete(userId) : reads(doc).set(userId, seq));
		return [{ document, change }];
	}

	async #inTurn(userId: string, work: () => Promise<void>): Promise<void> {
		const turns = this.#turns.get(userId) ?? new Turns();
		this.#turns.set(userId, turns);
		try {
			await turns.take(work);
		} finally {
			if (turns.idle) this.#turns.delete(userId);
		}
	}
}
