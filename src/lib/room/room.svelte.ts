import { headName } from '../protocol/document-name.ts';
import { HEAD_ROOTS, type Member, type RoomKind } from '../protocol/head.ts';
import { newId } from '../protocol/ids.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { keepStorage } from '../sync/keep-storage.ts';
import type { OpenDocument } from '../sync/open-document.ts';
import { roomsAhead } from './ahead.ts';
import { changesOf } from './changes-of.ts';
import { DraftKeeper } from './draft-keeper.ts';
import { RoomSegments } from './room-segments.ts';
import { whileVisible } from './on-screen.ts';
import type { OlderMessages, RoomMember, RoomModel, TimelineMessage } from './model.ts';
import { Timeline } from './timeline.ts';

/** How long after joining a room its documents may take to be announced before it counts as missing, in ms. */
const ANNOUNCEMENT_MS = 3_000;

/** One room on the screen: a skin of runes over its documents. */
export class Room implements RoomModel {
	readonly id: string;
	#engine: SyncEngine;
	#userId: string;
	#head: OpenDocument;
	#segments: RoomSegments;
	#drafts: DraftKeeper;
	#timeline = new Timeline();
	#subscribeHead: () => void;
	#subscribeSegments: () => void;
	#subscribeOutbox: () => void;
	#subscribeEngine: () => void;
	#subscribePresence: () => void;
	#leaveScreen: () => void;
	#patient = $state(true);
	#patience = setTimeout(() => (this.#patient = false), ANNOUNCEMENT_MS);

	constructor(id: string, userId: string, engine: SyncEngine) {
		this.id = id;
		this.#engine = engine;
		this.#userId = userId;
		this.#head = engine.documents.open(headName(id));
		this.#segments = new RoomSegments(id, this.#head, engine);
		this.#drafts = new DraftKeeper(id, userId, engine.documents);
		this.#subscribeHead = changesOf(this.#head);
		this.#subscribeSegments = changesOf(this.#segments);
		this.#subscribeOutbox = changesOf(engine.outbox);
		this.#subscribeEngine = changesOf(engine);
		this.#subscribePresence = changesOf(engine.presence);
		this.#leaveScreen = whileVisible(() => engine.presence.show(id));
	}

	get state(): RoomModel['state'] {
		this.#subscribeHead();
		this.#subscribeEngine();
		if (!this.#head.loaded) return 'loading';
		const known = this.#engine.heads.includes(this.#head.name);
		if (known && this.#meta.has('title')) return 'ready';
		switch (this.#engine.connection.kind) {
			case 'connecting':
				return 'loading';
			case 'online':
				return known || this.#patient ? 'loading' : 'missing';
			default:
				return 'waiting';
		}
	}

	get title(): string {
		this.#subscribeHead();
		return (this.#meta.get('title') as string | undefined) ?? '';
	}

	get kind(): RoomKind {
		this.#subscribeHead();
		return (this.#meta.get('kind') as RoomKind | undefined) ?? 'private';
	}

	readonly members: RoomMember[] = $derived.by(() => {
		this.#subscribeHead();
		return [...this.#people.entries()]
			.filter(([, member]) => member.leftAt === undefined)
			.map(([id, { name, username, role }]) => ({ id, name, username, role, self: id === this.#userId }))
			.sort((a, b) => a.name.localeCompare(b.name));
	});

	get present(): ReadonlySet<string> {
		this.#subscribePresence();
		return this.#engine.presence.in(this.id);
	}

	readonly messages: TimelineMessage[] = $derived.by(() => {
		this.#subscribeSegments();
		this.#subscribeHead();
		this.#subscribeOutbox();
		return this.#timeline.compose({
			segments: this.#segments.open,
			nameOf: (userId) => this.#people.get(userId)?.name,
			outbox: this.#engine.outbox.entries.filter(({ roomId }) => roomId === this.id),
			userId: this.#userId
		});
	});

	readonly older: OlderMessages = $derived.by(() => {
		this.#subscribeSegments();
		this.#subscribeHead();
		this.#subscribeEngine();
		return this.#segments.older;
	});

	readonly ahead: boolean = $derived.by(() => {
		this.#subscribeEngine();
		return roomsAhead(this.#engine.ahead).has(this.id);
	});

	get draft(): string {
		return this.#drafts.stored;
	}

	loadOlder(): void {
		this.#segments.loadOlder();
	}

	saveDraft(body: string, shown: string): void {
		this.#drafts.save(body, shown);
	}

	async send(body: string): Promise<void> {
		const createdAt = Date.now();
		void keepStorage();
		await this.#engine.send(this.id, newId(), { author: this.#userId, body, createdAt });
	}

	async retry(messageId: string): Promise<void> {
		const entry = this.#engine.outbox.get(messageId);
		if (entry !== undefined) await this.#engine.send(entry.roomId, entry.id, entry.message);
	}

	discard(messageId: string): Promise<void> {
		return this.#engine.discard(messageId);
	}

	close(): void {
		clearTimeout(this.#patience);
		this.#leaveScreen();
		this.#drafts.close();
		this.#segments.close();
		this.#timeline.close();
		this.#engine.documents.release(this.#head.name);
	}

	get #meta() {
		return this.#head.doc.getMap(HEAD_ROOTS.meta);
	}

	get #people() {
		return this.#head.doc.getMap<Member>(HEAD_ROOTS.members);
	}
}
