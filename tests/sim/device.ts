import { headName, personalName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { Message } from '../../src/lib/protocol/message.ts';
import { readDraft, writeDraft } from '../../src/lib/room/drafts.ts';
import { currentSegmentOf } from '../../src/lib/sync/current-segment.ts';
import { SyncEngine } from '../../src/lib/sync/engine.ts';
import type { Profile } from './browser/profile.ts';
import { TabActor } from './browser/tab-actor.ts';
import { FORGED, type Composed, type DraftWrite, type Journal } from './checks/journal.ts';
import type { Scheduler } from './time/scheduler.ts';

/** One browser of one account, with any number of tabs. */
export class Device {
	readonly name: string;
	readonly id: string;
	readonly profile: Profile;
	tabs: Tab[] = [];
	opened = 0;

	constructor(name: string, id: string, profile: Profile) {
		this.name = name;
		this.id = id;
		this.profile = profile;
	}

	get userId(): string {
		return this.profile.userId;
	}
}

/** One page with the real engine in it. What it does, it does in its own turn. */
export class Tab {
	readonly actor: TabActor;
	readonly device: Device;
	readonly openedAt: number;
	engine: SyncEngine | undefined;
	/** Its screens can be drawn. */
	ready = false;
	#scheduler: Scheduler;
	#journal: Journal;

	constructor(device: Device, scheduler: Scheduler, journal: Journal) {
		this.device = device;
		this.openedAt = scheduler.now;
		this.#scheduler = scheduler;
		this.#journal = journal;
		this.actor = new TabActor(`${device.name} tab ${device.opened++}`, device.profile);
		device.tabs.push(this);
		this.do(() => {
			this.engine = new SyncEngine(device.userId, 'ws://sim/sync');
			void this.engine.start().then(() => this.#draw());
		});
	}

	get name(): string {
		return this.actor.name;
	}

	/** Does something in the page's own turn. */
	do(act: () => void): void {
		this.#scheduler.after(0, this.actor, act);
	}

	/** Whether somebody can do something with it now. */
	get usable(): boolean {
		return this.ready && this.actor.asleepUntil <= this.#scheduler.now;
	}

	/** Rooms that the account has, as this page knows it. */
	get rooms(): string[] {
		const heads = this.engine?.heads ?? [];
		return [...new Set(heads.filter((name) => name.startsWith('room/')).map((name) => name.split('/')[1] ?? ''))];
	}

	send(roomId: string, body: string): void {
		this.do(() => {
			const message: Message = { author: this.device.userId, body, createdAt: Date.now() };
			const { userId, name: device } = this.device;
			const composed: Composed = {
				...{ id: newId(), userId, device, roomId, message, kept: false, discarded: false, edits: [], deletions: [] }
			};
			this.#journal.composed.set(composed.id, composed);
			void this.engine?.send(roomId, composed.id, message).then(() => (composed.kept = true));
		});
	}

	/** Changes what its account has said. */
	edit({ id, roomId, edits }: Composed, body: string): void {
		this.do(() => {
			const edit = { body, device: this.device.name, at: this.#scheduler.now, kept: false };
			edits.push(edit);
			void this.engine?.edit(roomId, id, { body }).then(() => (edit.kept = true));
		});
	}

	/** Deletes what its account has said; it can be brought back for ten seconds. */
	delete({ id, roomId, deletions }: Composed): void {
		this.do(() => {
			const deletion = { body: '', device: this.device.name, at: this.#scheduler.now, kept: false, undone: false };
			deletions.push(deletion);
			void this.engine?.deleteOwn(roomId, id).then(() => (deletion.kept = true));
		});
	}

	/** Takes its last deletion back. */
	undoDeletion({ id, deletions }: Composed): void {
		this.do(() => {
			void this.engine?.undoDeletion(id).then((undone) => {
				// One that is given again replaces the one before it.
				for (const one of deletions) if (undone && one.device === this.device.name) one.undone = true;
			});
		});
	}

	/** Types a word into the draft that this page shows, or sends the draft away. */
	draft(roomId: string, word: string | undefined): void {
		this.do(() => {
			const { engine, device } = this;
			const name = personalName(device.userId);
			const opened = engine?.documents.peek(name);
			if (engine === undefined || opened?.loaded !== true) return;
			const shown = readDraft(opened.doc, roomId);
			const body = word === undefined ? '' : [shown, word].filter((text) => text !== '').join(' ');
			const write = this.#noteDraft(roomId, body, shown);
			void engine.documents
				.write(name, (doc) => writeDraft(doc, roomId, device.id, { body, shown }, Date.now()))
				.then(() => (write.kept = true));
		});
	}

	/** Sends what this account may not: in somebody else's name, or over somebody else's words. */
	forge(roomId: string, author: string, victim: string | undefined): void {
		this.do(() => {
			const message: Message = {
				author: victim === undefined ? author : this.device.userId,
				body: FORGED,
				createdAt: Date.now()
			};
			this.#journal.forgers.add(`${this.device.name} ${roomId}`);
			void this.engine?.send(roomId, victim ?? newId(), message);
		});
	}

	/** Shows a segment: the newest, or one that somebody has scrolled to. */
	look(roomId: string, segment: number): void {
		this.do(() => {
			this.engine?.documents.open(segmentName(roomId, segment));
			this.engine?.want(segmentName(roomId, segment));
		});
	}

	/** The page dies between two instructions. */
	kill(): void {
		this.device.tabs = this.device.tabs.filter((tab) => tab !== this);
		this.actor.kill();
	}

	/** The page is closed properly. */
	close(): void {
		this.do(() => {
			this.engine?.stop();
			this.kill();
		});
	}

	/** What a screen holds open: the drafts and every room's newest messages. */
	#draw(): void {
		const documents = this.engine?.documents;
		documents?.open(personalName(this.device.userId));
		for (const roomId of this.rooms) {
			documents?.open(headName(roomId));
			if (documents !== undefined)
				void currentSegmentOf(documents, roomId).then((segment) => this.look(roomId, segment));
		}
		this.ready = true;
	}

	#noteDraft(roomId: string, body: string, shown: string): DraftWrite {
		const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
		const cleared = body === '' ? words(shown) : [];
		const { name: tab, openedAt, device } = this;
		const place = { userId: device.userId, roomId, device: device.name, tab, openedAt, at: this.#scheduler.now };
		const write = { ...place, words: words(body), cleared, kept: false };
		this.#journal.drafts.push(write);
		return write;
	}
}
