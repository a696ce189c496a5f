import * as Y from 'yjs';
import { headName, personalName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import type { Documents } from '../../sync-server/room/documents.ts';
import { documentsOn, message, read, timelineOf } from '../../sync-server/room/test-support.ts';
import { createMemoryStorage } from '../../sync-server/storage/memory/memory-storage.ts';
import type { Storage } from '../../sync-server/storage/storage.ts';

/** One page of one account: a Yjs client id with a copy of each document. */
export interface Page {
	account: string;
	copies: Map<string, Y.Doc>;
}

/** What everyone could read in a document at one moment. */
export interface Reading {
	messages: Map<string, Message>;
	timeline: string[];
	/** The server's roots as JSON: what nobody but it may change. */
	servers: string;
	bytes: string;
}

/** A room's segment, its head and the accounts' personal documents, on a memory store; nothing of the network. */
export class FuzzWorld {
	readonly storage: Storage = createMemoryStorage();
	readonly documents: Documents;
	readonly accounts = [newId(), newId(), newId()];
	readonly names: string[];
	readonly pages: Page[] = [];
	/** The account that first wrote each message. */
	readonly authors = new Map<string, string>();
	/** Every update that was accepted, as it came. */
	readonly accepted: Uint8Array[] = [];
	/** Yjs would draw them by lot, and a seed should bring the same again. */
	#nextClient = 1000;

	constructor() {
		this.documents = documentsOn(this.storage);
		const roomId = newId();
		const personal = this.accounts.map(personalName);
		this.names = [segmentName(roomId, 0), headName(roomId), ...personal];
	}

	/** The room's segment. */
	get segment(): string {
		return this.names[0] ?? '';
	}

	/** Makes the head, and has every account say two things, one of them edited. */
	async begin(): Promise<void> {
		const head = this.names[1] ?? '';
		const change = (doc: Y.Doc) => doc.getMap('meta').set('title', 'General');
		await this.documents.write([{ document: head, change }], async ([commit]) => {
			if (commit === undefined) throw new Error('no commit');
			return this.storage.appendCommit(commit);
		});
		for (const account of this.accounts) {
			const doc = await read(this.documents, this.segment);
			doc.clientID = this.#nextClient++;
			const said = [newId(), newId()];
			const words = doc.getMap<Message>(SEGMENT_ROOTS.messages);
			for (const id of said) words.set(id, message(account, 'first'));
			await this.documents.receive(this.segment, Y.encodeStateAsUpdate(doc), account);
			words.set(said[0] ?? '', { ...message(account, 'second'), editedAt: 5 });
			await this.documents.receive(this.segment, Y.encodeStateAsUpdate(doc), account);
			said.forEach((id) => this.authors.set(id, account));
			this.pages.push({ account, copies: new Map([[this.segment, doc]]) });
		}
	}

	/** A page's copy of a document: an old one, as of when it was first asked for, unless `fresh`. */
	async copy(page: Page, name: string, fresh: boolean): Promise<Y.Doc> {
		const known = page.copies.get(name) ?? new Y.Doc();
		if (!page.copies.has(name)) known.clientID = this.#nextClient++;
		if (fresh || !page.copies.has(name)) Y.applyUpdate(known, Y.encodeStateAsUpdate(await read(this.documents, name)));
		page.copies.set(name, known);
		return known;
	}

	async look(name: string): Promise<Reading> {
		const doc = await read(this.documents, name);
		const { version, updates, claims } = await this.storage.loadDocument(name);
		const hex = updates.map((update) => Buffer.from(update).toString('hex'));
		const servers = ['meta', 'members', 'info'].map((root) => doc.getMap(root).toJSON());
		return {
			messages: new Map(doc.getMap<Message>(SEGMENT_ROOTS.messages).entries()),
			timeline: timelineOf(doc).map(({ id }) => id),
			servers: JSON.stringify(servers),
			bytes: JSON.stringify([Buffer.from(Y.encodeStateAsUpdate(doc)).toString('hex'), version, hex, claims])
		};
	}
}
