import { SvelteMap } from 'svelte/reactivity';
import { headName } from '../protocol/document-name.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { listedRooms } from '../sync/listed-rooms.ts';
import type { OpenDocument } from '../sync/open-document.ts';
import { changesOf } from './changes-of.ts';
import { readHead, type HeadView } from './head-view.ts';

/** One head, open for as long as its room is listed, read again when it changes. */
class HeldHead {
	readonly opened: OpenDocument;
	#subscribe: () => void;
	readonly view: HeadView | undefined = $derived.by(() => {
		this.#subscribe();
		return readHead(this.opened.doc);
	});

	constructor(opened: OpenDocument) {
		this.opened = opened;
		this.#subscribe = changesOf(opened);
	}
}

/** The heads of every room that the server has listed for this account. */
export class RoomHeads {
	#engine: SyncEngine;
	#held = new SvelteMap<string, HeldHead>();

	constructor(engine: SyncEngine) {
		this.#engine = engine;
	}

	/** Ids of the listed rooms. */
	get rooms(): string[] {
		return [...this.#held.keys()];
	}

	/** A room's head; undefined where it is not listed, or nothing of it is on this device. */
	view(roomId: string): HeadView | undefined {
		return this.#held.get(roomId)?.view;
	}

	/** Opens the heads of rooms that have come and releases those of rooms that have gone. */
	follow(): void {
		const listed = listedRooms(this.#engine.heads);
		const { documents } = this.#engine;
		for (const roomId of listed) {
			if (!this.#held.has(roomId)) this.#held.set(roomId, new HeldHead(documents.open(headName(roomId))));
		}
		for (const roomId of this.#held.keys()) {
			if (listed.has(roomId)) continue;
			this.#held.delete(roomId);
			documents.release(headName(roomId));
		}
	}

	/** Resolves when every one of them has been read from the device. */
	async loaded(): Promise<void> {
		await Promise.all([...this.#held.values()].map(({ opened }) => whenLoaded(opened)));
	}
}

/** Resolves when a document has been read from the device. */
function whenLoaded(opened: OpenDocument): Promise<void> {
	if (opened.loaded) return Promise.resolve();
	return new Promise((resolve) => opened.once('change', () => resolve()));
}
