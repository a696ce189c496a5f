import { headName } from '../protocol/document-name.ts';
import type { RoomKind, RoomRole } from '../protocol/head.ts';
import { newId } from '../protocol/ids.ts';
import { deletedMessages, editedMessages, undoableMessages } from '../commands/overlay-messages.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { keepStorage } from '../sync/keep-storage.ts';
import type { OpenDocument } from '../sync/open-document.ts';
import type { AccountState } from './account-state.svelte.ts';
import { roomsAhead } from './ahead.ts';
import { changesOf } from './changes-of.ts';
import { passingTime } from './clock.ts';
import { byText } from './collate.ts';
import { DraftKeeper } from './draft-keeper.ts';
import { EditKeeper } from './edit-keeper.svelte.ts';
import { otherOf, presentMembers, readHead, type HeadView } from './head-view.ts';
import { byUsername, mentionsIn } from './mentions.ts';
import type { EditedMessage, OlderMessages, RoomMember, RoomModel, TimelineMessage, WriteBar } from './model.ts';
import { whileVisible } from './on-screen.ts';
import { RoomReading } from './room-reading.svelte.ts';
import { RoomSegments } from './room-segments.ts';
import { membersOf } from './room-members.ts';
import { roomTitle } from './room-title.ts';
import { Timeline } from './timeline.ts';
import { Typing } from './typing.ts';
import { writeBarOf } from './write-bar.ts';

/** How long after joining a room its documents may take to be announced before it counts as missing, in ms. */
const ANNOUNCEMENT_MS = 3_000;

/** One room on the screen: a skin of runes over its documents. */
export class Room implements RoomModel {
	readonly id: string;
	#account: AccountState;
	#engine: SyncEngine;
	#userId: string;
	#opened: OpenDocument;
	#segments: RoomSegments;
	#drafts: DraftKeeper;
	#edits: EditKeeper;
	#reading: RoomReading;
	#writing: Typing;
	#timeline = new Timeline();
	#subscribeHead: () => void;
	#subscribeSegments: () => void;
	#subscribeOutbox: () => void;
	#subscribeEngine: () => void;
	#subscribePresence: () => void;
	#subscribeSummaries: () => void;
	#leaveScreen: () => void;
	#patient = $state(true);
	#patience = setTimeout(() => (this.#patient = false), ANNOUNCEMENT_MS);

	constructor(id: string, account: AccountState) {
		const { engine, userId } = account;
		this.id = id;
		this.#account = account;
		this.#engine = engine;
		this.#userId = userId;
		this.#opened = engine.documents.open(headName(id));
		this.#segments = new RoomSegments(id, this.#opened, engine);
		this.#drafts = new DraftKeeper(id, userId, engine.documents);
		this.#edits = new EditKeeper(id, engine);
		this.#writing = new Typing(id, engine.presence);
		this.#subscribeHead = changesOf(this.#opened);
		this.#subscribeSegments = changesOf(this.#segments);
		this.#subscribeOutbox = changesOf(engine.outbox);
		this.#subscribeEngine = changesOf(engine);
		this.#subscribePresence = changesOf(engine.presence);
		this.#subscribeSummaries = changesOf(engine.summaries);
		this.#reading = new RoomReading(account, this);
		this.#leaveScreen = whileVisible(() => engine.presence.show(id));
	}

	/** The head with what commands that wait would change; undefined while there is nothing to show. */
	readonly head: HeadView | undefined = $derived.by(() => {
		this.#subscribeHead();
		return this.#account.head(this.id, readHead(this.#opened.doc));
	});

	get state(): RoomModel['state'] {
		this.#subscribeHead();
		this.#subscribeEngine();
		if (!this.#opened.loaded) return 'loading';
		const known = this.#engine.heads.includes(this.#opened.name);
		if (this.head !== undefined && (known || this.#account.madeHere.has(this.id))) return 'ready';
		switch (this.#engine.connection.kind) {
			case 'connecting':
				return 'loading';
			case 'online':
				return known || this.#patient ? 'loading' : 'missing';
			default:
				return 'waiting';
		}
	}

	readonly title: string = $derived.by(() => {
		return this.head === undefined ? '' : roomTitle(this.head, this.#userId, (id) => this.#account.nameOf(id));
	});

	get givenTitle(): string {
		return this.head?.title ?? '';
	}

	get kind(): RoomKind {
		return this.head?.kind ?? 'private';
	}

	get topic(): string {
		return this.head?.topic ?? '';
	}

	get avatar(): string | undefined {
		return this.head?.avatar ?? (this.otherId && this.#account.avatarOf(this.otherId));
	}

	get createdBy(): string {
		return this.head?.createdBy ?? '';
	}

	get createdAt(): number {
		return this.head?.createdAt ?? 0;
	}

	get announcements(): boolean {
		return this.head?.announcements ?? false;
	}

	get slowSeconds(): number {
		return this.head?.slowSeconds ?? 0;
	}

	get archived(): boolean {
		return this.head?.archivedAt !== undefined;
	}

	get messageCount(): number {
		this.#subscribeSummaries();
		const newest = this.messages.findLast(({ delivery }) => delivery.kind === 'sent')?.delivery;
		const shown = newest?.kind === 'sent' ? newest.seq : 0;
		return Math.max(shown, this.#engine.summaries.of(this.id)?.lastSeq ?? 0);
	}

	get role(): RoomRole {
		return this.head?.members.get(this.#userId)?.role ?? 'member';
	}

	readonly writeBar: WriteBar | undefined = $derived.by(() => {
		passingTime();
		const blocked = this.otherId !== undefined && this.#account.blocked.has(this.otherId);
		return this.head && writeBarOf(this.head, this.#userId, { now: Date.now(), blocked });
	});

	get otherId(): string | undefined {
		return this.head && otherOf(this.head, this.#userId);
	}

	readonly members: RoomMember[] = $derived.by(() => {
		return membersOf(this.head, { userId: this.#userId, nameOf: (id) => this.#account.nameOf(id) });
	});

	readonly present: ReadonlySet<string> = $derived.by(() => {
		this.#subscribePresence();
		return this.#engine.presence.here(this.id);
	});

	readonly typing: string[] = $derived.by(() => {
		this.#subscribePresence();
		const writing = [...this.#engine.presence.in(this.id)].filter(([, typing]) => typing).map(([id]) => id);
		const others = writing.filter((id) => id !== this.#userId && !this.#account.blocked.has(id));
		return others.map((id) => this.#nameOf(id)).sort(byText);
	});

	readonly messages: TimelineMessage[] = $derived.by(() => {
		this.#subscribeSegments();
		this.#subscribeOutbox();
		const outbox = this.#engine.outbox.entries.filter(({ roomId }) => roomId === this.id);
		const { commands } = this.#account;
		return this.#timeline.compose({
			segments: this.#segments.open,
			nameOf: (userId) => this.#nameOf(userId),
			outbox,
			userId: this.#userId,
			blocked: this.#account.blocked,
			deleting: deletedMessages(commands),
			undoable: undoableMessages(commands, Date.now()),
			edits: editedMessages(commands, outbox)
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

	readonly editing: EditedMessage | undefined = $derived.by(() => {
		const begun = this.#edits.begun;
		if (begun === undefined) return undefined;
		return { ...begun, original: this.messages.find(({ id }) => id === begun.messageId)?.body ?? '' };
	});

	get divider(): number | undefined {
		return this.#reading.divider;
	}

	get unread(): number {
		return this.#reading.unread;
	}

	get readBy(): ReadonlyMap<string, string[]> {
		return this.#reading.readBy;
	}

	loadOlder(): void {
		this.#segments.loadOlder();
	}

	saveDraft(body: string, shown: string): void {
		this.#drafts.save(body, shown);
	}

	async send(body: string, shown = ''): Promise<void> {
		const createdAt = Date.now();
		void keepStorage();
		this.#writing.end();
		const message = { author: this.#userId, createdAt, ...this.#words(body) };
		await this.#engine.send(this.id, newId(), message, this.#drafts.sending(shown));
	}

	startEdit(messageId: string): void {
		const message = this.messages.find(({ id }) => id === messageId);
		if (message !== undefined) this.#edits.begin({ messageId, body: message.body });
	}

	keepEdit(body: string): void {
		this.#edits.keep(body);
	}

	cancelEdit(): void {
		this.#edits.end();
	}

	async saveEdit(body: string): Promise<void> {
		const { editing } = this;
		if (editing === undefined) return;
		if (body !== editing.original) await this.#engine.edit(this.id, editing.messageId, this.#words(body));
		this.#edits.end();
	}

	deleteOwn(messageId: string): Promise<void> {
		if (this.editing?.messageId === messageId) this.#edits.end();
		return this.#engine.deleteOwn(this.id, messageId);
	}

	undoDeletion(messageId: string): Promise<boolean> {
		return this.#engine.undoDeletion(messageId);
	}

	setTyping(typing: boolean): void {
		if (typing && this.#account.settings.typing !== false) this.#writing.begin();
		else this.#writing.end();
	}

	markRead(seq: number): void {
		this.#reading.markRead(seq);
	}

	markUnreadFrom(seq: number): void {
		this.#reading.markUnreadFrom(seq);
	}

	clearDivider(): void {
		this.#reading.clearDivider();
	}

	async retry(messageId: string): Promise<void> {
		const entry = this.#engine.outbox.get(messageId);
		if (entry !== undefined) await this.#engine.sendAgain(entry);
	}

	discard(messageId: string): Promise<void> {
		return this.#engine.discard(messageId);
	}

	close(): void {
		clearTimeout(this.#patience);
		this.#writing.end();
		this.#reading.close();
		this.#leaveScreen();
		this.#drafts.close();
		this.#edits.close();
		this.#segments.close();
		this.#timeline.close();
		this.#engine.documents.release(this.#opened.name);
	}

	/** A text with those whom it names. */
	#words(body: string): { body: string; mentions?: string[] } {
		const mentions = this.head === undefined ? [] : mentionsIn(body, byUsername(presentMembers(this.head)));
		return { body, ...(mentions.length > 0 && { mentions }) };
	}

	/** How somebody who is or was in the room is called. */
	#nameOf(userId: string): string {
		return this.#account.nameOf(userId) ?? this.head?.members.get(userId)?.name ?? '';
	}
}
