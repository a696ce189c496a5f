import type * as Y from 'yjs';
import { headName, segmentName } from '../../../src/lib/protocol/document-name.ts';
import { currentSegment, HEAD_ROOTS } from '../../../src/lib/protocol/head.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../../../src/lib/protocol/message.ts';
import type { SyncClient } from '../../support/sync-client.ts';

/** A copy of a room as a client has it that looks at its head and at every segment. */
export class Copy {
	readonly #client: SyncClient;
	readonly #roomId: string;
	readonly #docs = new Map<string, Y.Doc>();

	constructor(client: SyncClient, roomId: string) {
		this.#client = client;
		this.#roomId = roomId;
	}

	async head(): Promise<Y.Doc> {
		return this.#doc(headName(this.#roomId));
	}

	async current(): Promise<{ name: string; doc: Y.Doc }> {
		const name = segmentName(this.#roomId, currentSegment((await this.head()).getMap(HEAD_ROOTS.meta)));
		return { name, doc: await this.#doc(name) };
	}

	/** Every message in the room's order: the first has the sequence 1. */
	async messages(): Promise<{ id: string; at: number; message: Message | undefined }[]> {
		const last = currentSegment((await this.head()).getMap(HEAD_ROOTS.meta));
		const all = [];
		for (let number = 0; number <= last; number++) {
			const doc = await this.#doc(segmentName(this.#roomId, number));
			const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
			const entries = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
			all.push(...entries.map(({ id, at }) => ({ id, at, message: messages.get(id) })));
		}
		return all;
	}

	async #doc(name: string): Promise<Y.Doc> {
		const doc = this.#docs.get(name) ?? (await this.#client.sync(name));
		this.#docs.set(name, doc);
		return doc;
	}
}
