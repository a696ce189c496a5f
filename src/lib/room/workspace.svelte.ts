import { SvelteMap } from 'svelte/reactivity';
import { parseDocumentName } from '../protocol/document-name.ts';
import { HEAD_ROOTS, type RoomKind } from '../protocol/head.ts';
import type { SyncEngine } from '../sync/engine.ts';
import type { OpenDocument } from '../sync/open-document.ts';
import { roomsAhead } from './ahead.ts';
import { changesOf } from './changes-of.ts';
import type { ConnectionState, RoomListItem, RoomModel, StorageBudget, WorkspaceModel } from './model.ts';
import { Room } from './room.svelte.ts';

/** What a signed-in screen talks to: a skin of runes over the sync engine. */
export class Workspace implements WorkspaceModel {
	#engine: SyncEngine;
	#userId: string;
	#ready = $state(false);
	/** The head of every room of the list, by its name, open for as long as the room is listed. */
	#heads = new SvelteMap<string, { opened: OpenDocument; changed: () => void }>();
	#subscribeEngine: () => void;
	#subscribeOutbox: () => void;

	constructor(userId: string, engine: SyncEngine) {
		this.#userId = userId;
		this.#engine = engine;
		this.#subscribeEngine = changesOf(engine);
		this.#subscribeOutbox = changesOf(engine.outbox);
	}

	/** Reads the room list from the device. */
	async start(): Promise<void> {
		this.#engine.on('change', () => this.#follow());
		await this.#engine.start();
		this.#follow();
		await Promise.all([...this.#heads.values()].map(({ opened }) => whenLoaded(opened)));
		this.#ready = true;
	}

	get ready(): boolean {
		return this.#ready;
	}

	readonly rooms: RoomListItem[] = $derived.by(() => {
		this.#subscribeOutbox();
		const waiting = this.#engine.outbox.entries.filter(({ returned }) => returned === undefined);
		const items = [...this.#heads].map(([name, { opened, changed }]): RoomListItem => {
			changed();
			const id = roomIdOf(name);
			const meta = opened.doc.getMap(HEAD_ROOTS.meta);
			const title = (meta.get('title') as string | undefined) ?? '';
			const kind = (meta.get('kind') as RoomKind | undefined) ?? 'private';
			return { id, title, kind, unsent: waiting.filter(({ roomId }) => roomId === id).length };
		});
		// A room whose head has not come yet has nothing to show.
		return items.filter(({ title }) => title !== '').sort((a, b) => a.title.localeCompare(b.title));
	});

	get connection(): ConnectionState {
		this.#subscribeEngine();
		return this.#engine.connection;
	}

	get unsent(): number {
		this.#subscribeOutbox();
		return this.#engine.outbox.entries.filter(({ returned }) => returned === undefined).length;
	}

	get refused(): number {
		this.#subscribeOutbox();
		return this.#returned().length;
	}

	get storageFailed(): boolean {
		this.#subscribeEngine();
		return this.#engine.storageFailed;
	}

	get ahead(): number {
		this.#subscribeEngine();
		return roomsAhead(this.#engine.ahead).size;
	}

	get budget(): StorageBudget {
		this.#subscribeEngine();
		return this.#engine.budget;
	}

	setBudget(bytes: number): Promise<void> {
		return this.#engine.setBudget(bytes);
	}

	openRoom(roomId: string): RoomModel {
		return new Room(roomId, this.#userId, this.#engine);
	}

	async retryAll(): Promise<void> {
		await Promise.all(this.#returned().map(({ roomId, id, message }) => this.#engine.send(roomId, id, message)));
	}

	#returned() {
		return this.#engine.outbox.entries.filter(({ returned }) => returned !== undefined);
	}

	/** Opens the heads of rooms that have come and releases those of rooms that have gone. */
	#follow(): void {
		const listed = this.#engine.heads.filter((name) => parseDocumentName(name)?.kind === 'head');
		for (const name of listed) {
			if (this.#heads.has(name)) continue;
			const opened = this.#engine.documents.open(name);
			this.#heads.set(name, { opened, changed: changesOf(opened) });
		}
		for (const name of this.#heads.keys()) {
			if (listed.includes(name)) continue;
			this.#heads.delete(name);
			this.#engine.documents.release(name);
		}
	}
}

function roomIdOf(name: string): string {
	const parsed = parseDocumentName(name);
	return parsed?.kind === 'head' ? parsed.roomId : '';
}

function whenLoaded(opened: OpenDocument): Promise<void> {
	if (opened.loaded) return Promise.resolve();
	return new Promise((resolve) => opened.once('change', () => resolve()));
}
