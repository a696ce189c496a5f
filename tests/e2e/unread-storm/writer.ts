import * as Y from 'yjs';
import { newId } from '../../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../../src/lib/protocol/message.ts';
import { timelineOf, type SyncClient } from '../../support/sync-client.ts';
import { until } from '../../support/until.ts';
import { Copy } from './copy.ts';

/** Somebody who only writes. */
export class Writer {
	readonly name: string;
	readonly #client: SyncClient;
	readonly #copies = new Map<string, Copy>();

	constructor(name: string, client: SyncClient) {
		this.name = name;
		this.#client = client;
	}

	/** Resolves once the message stands in the room's order: in the next segment where this one was full. */
	async says(roomId: string, body: string, mentions: string[]): Promise<void> {
		const copy = this.#copies.get(roomId) ?? new Copy(this.#client, roomId);
		this.#copies.set(roomId, copy);
		const { name, doc } = await copy.current();
		const id = newId();
		const before = Y.encodeStateVector(doc);
		const message = {
			author: this.#client.userId,
			body,
			createdAt: Date.now(),
			...(mentions.length > 0 && { mentions })
		};
		doc.getMap<Message>(SEGMENT_ROOTS.messages).set(id, message);
		this.#client.send({ kind: 'update', document: name, update: Y.encodeStateAsUpdate(doc, before) });
		const isRefused = () => this.#client.frames.some((frame) => frame.kind === 'reject' && frame.document === name);
		await until('it is sequenced', () => timelineOf(doc).includes(id) || isRefused());
		if (!timelineOf(doc).includes(id)) return this.#goesOn(roomId, name, { body, mentions });
	}

	async #goesOn(roomId: string, full: string, { body, mentions }: { body: string; mentions: string[] }): Promise<void> {
		const copy = this.#copies.get(roomId);
		await until('the room goes on', async () => (await copy?.current())?.name !== full);
		await this.says(roomId, body, mentions);
	}
}
