import { headName, personalName, segmentName } from '../protocol/document-name.ts';
import { FIRST_SEGMENT, HEAD_ROOTS, type Member, type RoomKind } from '../protocol/head.ts';
import { newId } from '../protocol/ids.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { keepStorage } from '../sync/keep-storage.ts';
import type { OpenDocument } from '../sync/open-document.ts';
import { changesOf } from './changes-of.ts';
import { deviceId } from './device-id.ts';
import { readDraft, writeDraft } from './drafts.ts';
import type { RoomMember, RoomModel, TimelineMessage } from './model.ts';
import { Timeline } from './timeline.ts';

/** Pause in typing after which the draft is stored, in ms: short enough to lose no word, long enough to be no keystroke. */
const DRAFT_PAUSE_MS = 300;

/** How long after joining a room its documents may take to be announced before it counts as missing, in ms. */
const ANNOUNCEMENT_MS = 3_000;

/** One room on the screen: a skin of runes over its documents. */
export class Room implements RoomModel {
	readonly id: string;
	#engine: SyncEngine;
	#userId: string;
	#head: OpenDocument;
	#segment: OpenDocument;
	#personal: OpenDocument;
	#timeline = new Timeline();
	#subscribeHead: () => void;
	#subscribeSegment: () => void;
	#subscribePersonal: () => void;
	#subscribeOutbox: () => void;
	#subscribeEngine: () => void;
	#patient = $state(true);
	#patience = setTimeout(() => (this.#patient = false), ANNOUNCEMENT_MS);
	#draftTimer: ReturnType<typeof setTimeout> | undefined;
	#unsavedDraft: { body: string; shown: string } | undefined;

	constructor(id: string, userId: string, engine: SyncEngine) {
		this.id = id;
		this.#engine = engine;
		this.#userId = userId;
		this.#head = engine.documents.open(headName(id));
		this.#segment = engine.documents.open(segmentName(id, FIRST_SEGMENT.segment));
		this.#personal = engine.documents.open(personalName(userId));
		this.#subscribeHead = changesOf(this.#head);
		this.#subscribeSegment = changesOf(this.#segment);
		this.#subscribePersonal = changesOf(this.#personal);
		this.#subscribeOutbox = changesOf(engine.outbox);
		this.#subscribeEngine = changesOf(engine);
		document.addEventListener('visibilitychange', this.#storeDraftWhenHidden);
		addEventListener('pagehide', this.#storeDraftWhenHidden);
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

	readonly messages: TimelineMessage[] = $derived.by(() => {
		this.#subscribeSegment();
		this.#subscribeHead();
		this.#subscribeOutbox();
		return this.#timeline.compose({
			segment: this.#segment.doc,
			nameOf: (userId) => this.#people.get(userId)?.name,
			outbox: this.#engine.outbox.entries.filter(({ roomId }) => roomId === this.id),
			userId: this.#userId
		});
	});

	get draft(): string {
		this.#subscribePersonal();
		return readDraft(this.#personal.doc, this.id);
	}

	saveDraft(body: string, shown: string): void {
		this.#unsavedDraft = { body, shown };
		clearTimeout(this.#draftTimer);
		// What has been sent must not come back as a draft after a crash.
		if (body === '') this.#storeDraft();
		else this.#draftTimer = setTimeout(() => this.#storeDraft(), DRAFT_PAUSE_MS);
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
		document.removeEventListener('visibilitychange', this.#storeDraftWhenHidden);
		removeEventListener('pagehide', this.#storeDraftWhenHidden);
		clearTimeout(this.#patience);
		clearTimeout(this.#draftTimer);
		this.#storeDraft();
		for (const { name } of [this.#head, this.#segment, this.#personal]) this.#engine.documents.release(name);
	}

	get #meta() {
		return this.#head.doc.getMap(HEAD_ROOTS.meta);
	}

	get #people() {
		return this.#head.doc.getMap<Member>(HEAD_ROOTS.members);
	}

	/** A phone may end a page that it has hidden without another word. */
	#storeDraftWhenHidden = ({ type }: Event) => {
		if (type === 'pagehide' || document.visibilityState === 'hidden') this.#storeDraft();
	};

	/** A failure to store shows as the workspace's `storageFailed`; the text itself is still in the composer. */
	#storeDraft(): void {
		const draft = this.#unsavedDraft;
		this.#unsavedDraft = undefined;
		if (draft === undefined || draft.body === readDraft(this.#personal.doc, this.id)) return;
		this.#engine.documents
			.write(this.#personal.name, (doc) => writeDraft(doc, this.id, deviceId(), draft, Date.now()))
			.catch(() => undefined);
	}
}
