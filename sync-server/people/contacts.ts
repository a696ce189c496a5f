import type * as Y from 'yjs';
import { personalName } from '../../src/lib/protocol/document-name.ts';
import { PERSONAL_ROOTS, type Contact } from '../../src/lib/protocol/personal.ts';
import type { Documents } from '../room/documents.ts';
import { Turns } from '../room/turns.ts';
import type { ContactChange, ContactWrite, PeopleStore } from '../storage/people-store.ts';
import { RefusedError } from '../storage/storage.ts';
import type { Blocks } from './blocks.ts';
import { canSee } from './directory.ts';

export interface ContactsDeps {
	store: PeopleStore;
	documents: Documents;
	blocks: Blocks;
	now: () => number;
}

/** What two people are to each other, each seen from their own side. */
interface Pair {
	mine: Contact['state'] | undefined;
	theirs: Contact['state'] | undefined;
}

/**
 * Who has asked whom, who has agreed, and who does not want to hear of whom. Each command names the state that it wants, may
 * be sent twice, and is mirrored into the personal documents in its own transaction. Every one of them throws
 * {@link RefusedError} and StorageUnavailableError.
 */
export class Contacts {
	#deps: ContactsDeps;
	/** One command after the other: two requests that cross would else both find nothing there. */
	#turns = new Turns();

	constructor(deps: ContactsDeps) {
		this.#deps = deps;
	}

	/**
	 * Asks somebody; one who has asked already is agreed with. Who was blocked by them is not told: the request is noted on
	 * the asker's side alone. Throws `blocked` where the asker has blocked them, `not-found` for whom the asker cannot see.
	 */
	async request(me: string, other: string): Promise<void> {
		await this.#requireVisible(me, other);
		if (this.#deps.blocks.hasBlocked(me, other)) throw new RefusedError('blocked');
		await this.#turns.take(async () => {
			const { mine, theirs } = await this.#pair(me, other);
			if (mine === 'contact') return;
			if (theirs !== 'asks' && theirs !== undefined) return this.#agree(me, other);
			const isHeard = !this.#deps.blocks.hasBlocked(other, me);
			const changes = [
				...(mine === 'asked' ? [] : [this.#side(me, other, 'asked')]),
				...(isHeard && theirs === undefined ? [this.#side(other, me, 'asks')] : [])
			];
			await this.#write({ contacts: changes });
		});
	}

	/** Agrees. Throws `not-found` where nobody has asked. */
	async accept(me: string, other: string): Promise<void> {
		await this.#turns.take(async () => {
			const { mine } = await this.#pair(me, other);
			if (mine === 'contact') return;
			if (mine !== 'asks') throw new RefusedError('not-found');
			await this.#agree(me, other);
		});
	}

	/** Does not agree. Nothing is left of the request. */
	async decline(me: string, other: string): Promise<void> {
		await this.#turns.take(async () => {
			const pair = await this.#pair(me, other);
			if (pair.mine === 'asks') await this.#write({ contacts: this.#apart(me, other, pair) });
		});
	}

	/** Ends whatever there is, a request as well. */
	async remove(me: string, other: string): Promise<void> {
		await this.#turns.take(async () => this.#write({ contacts: this.#apart(me, other, await this.#pair(me, other)) }));
	}

	/** Wants to hear nothing of somebody; ends whatever there is between the two. */
	async block(me: string, other: string): Promise<void> {
		await this.#requireVisible(me, other);
		await this.#turns.take(async () => {
			if (this.#deps.blocks.hasBlocked(me, other)) return;
			const block = { userId: me, blockedId: other, at: this.#deps.now() };
			await this.#write({ contacts: this.#apart(me, other, await this.#pair(me, other)), block });
			this.#deps.blocks.set({ userId: me, blockedId: other }, true);
		});
	}

	/** Wants to hear of somebody again. */
	async unblock(me: string, other: string): Promise<void> {
		await this.#turns.take(async () => {
			if (!this.#deps.blocks.hasBlocked(me, other)) return;
			await this.#write({ contacts: [], block: { userId: me, blockedId: other, at: null } });
			this.#deps.blocks.set({ userId: me, blockedId: other }, false);
		});
	}

	async #requireVisible(me: string, other: string): Promise<void> {
		if (me === other || !(await canSee(this.#deps.store, me, other))) throw new RefusedError('not-found');
	}

	async #pair(me: string, other: string): Promise<Pair> {
		const [mine, theirs] = [await this.#stateOf(me, other), await this.#stateOf(other, me)];
		return { mine, theirs };
	}

	async #stateOf(userId: string, other: string): Promise<Contact['state'] | undefined> {
		const contacts = await this.#deps.store.listContacts(userId);
		return contacts.find((found) => found.userId === other)?.contact.state;
	}

	#agree(me: string, other: string): Promise<void> {
		return this.#write({ contacts: [this.#side(me, other, 'contact'), this.#side(other, me, 'contact')] });
	}

	#apart(me: string, other: string, { mine, theirs }: Pair): ContactChange[] {
		return [
			...(mine === undefined ? [] : [{ userId: me, otherId: other, contact: null }]),
			...(theirs === undefined ? [] : [{ userId: other, otherId: me, contact: null }])
		];
	}

	#side(userId: string, otherId: string, state: Contact['state']): ContactChange {
		return { userId, otherId, contact: { state, at: this.#deps.now() } };
	}

	async #write(write: ContactWrite): Promise<void> {
		const owners = new Set([
			...write.contacts.map(({ userId }) => userId),
			...(write.block ? [write.block.userId] : [])
		]);
		if (owners.size === 0) return;
		const mirrors = [...owners].map((userId) => {
			return { document: personalName(userId), change: (doc: Y.Doc) => mirror(doc, userId, write) };
		});
		await this.#deps.documents.write(mirrors, (commits) => this.#deps.store.changeContacts(write, commits));
	}
}

/** What of a change is this account's, in its personal document. */
function mirror(doc: Y.Doc, userId: string, { contacts, block }: ContactWrite): void {
	const mirrored = doc.getMap<Contact>(PERSONAL_ROOTS.contacts);
	for (const change of contacts.filter((side) => side.userId === userId)) {
		if (change.contact === null) mirrored.delete(change.otherId);
		else mirrored.set(change.otherId, change.contact);
	}
	if (block?.userId !== userId) return;
	const blocked = doc.getMap<number>(PERSONAL_ROOTS.blocked);
	if (block.at === null) blocked.delete(block.blockedId);
	else blocked.set(block.blockedId, block.at);
}
