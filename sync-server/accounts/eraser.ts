import type * as Y from 'yjs';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS, type Member } from '../../src/lib/protocol/head.ts';
import type { Contacts } from '../people/contacts.ts';
import { endMembership, endRoom } from '../room/end-membership.ts';
import type { RoomDesk } from '../room/room-desk.ts';
import { Turns } from '../room/turns.ts';
import type { AdminStore } from '../storage/admin-store.ts';
import type { PeopleStore } from '../storage/people-store.ts';
import type { Erasure, WorkspaceStore } from '../storage/workspace-store.ts';
import { eachLogged } from './own-messages.ts';

/** Rooms whose names are fetched at a time. */
const ROOMS_PER_PAGE = 100;

export interface EraserDeps {
	store: WorkspaceStore & AdminStore & Pick<PeopleStore, 'contactsOfDeleted' | 'blocksOfDeleted'>;
	desk: RoomDesk;
	/** Ends what one account has noted of another, in its personal document, too. */
	contacts: Pick<Contacts, 'remove' | 'unblock'>;
	/** Leaves a tombstone in a message's place, as `by`; nothing happens where there is one. */
	deleteMessage: (message: { roomId: string; messageId: string; by: string }) => Promise<void>;
	/** Something was left behind; it is tried again at the next start. */
	report: (error: unknown) => void;
}

/**
 * Takes people whose account was deleted out of other people's contacts and blocks, and out of the rooms, one room after the other, while
 * these go on: their memberships, their names, and where the owner wants that their messages. What is to be done was noted in SQLite with the deletion, and
 * every step may be done twice, so a server that is killed in between begins again with {@link Eraser.resume}.
 */
export class Eraser {
	#deps: EraserDeps;
	#turns = new Turns();
	#stopped = false;

	constructor(deps: EraserDeps) {
		this.#deps = deps;
	}

	/** Erases whatever has been noted, in the background. */
	resume(): void {
		this.#turns.take(() => this.#eraseAll()).catch((error: unknown) => this.#deps.report(error));
	}

	/** Begins nothing more. What is left is noted. */
	stop(): void {
		this.#stopped = true;
	}

	async #eraseAll(): Promise<void> {
		await this.#endTies();
		for (const erasure of await this.#deps.store.erasures()) await this.#erase(erasure);
	}

	/** Also with accounts that a server before this one has erased: it left them. */
	async #endTies(): Promise<void> {
		const { store, contacts } = this.#deps;
		for (const { userId, otherId } of await store.contactsOfDeleted()) {
			if (!this.#stopped) await contacts.remove(userId, otherId);
		}
		for (const { userId, blockedId } of await store.blocksOfDeleted()) {
			if (!this.#stopped) await contacts.unblock(userId, blockedId);
		}
	}

	async #erase(erasure: Erasure): Promise<void> {
		const { store } = this.#deps;
		for (let page = await store.roomsAfter('', ROOMS_PER_PAGE); page.length > 0;) {
			for (const roomId of page) {
				if (this.#stopped) return;
				await this.#leave(roomId, erasure);
				await this.#forgetName(roomId, erasure.userId);
			}
			page = await store.roomsAfter(page.at(-1) ?? '', ROOMS_PER_PAGE);
		}
		if (erasure.messages) await this.#eraseMessages(erasure);
		if (!this.#stopped) await store.finishErasure(erasure.userId);
	}

	/** A room that nobody could ever come back to ends with its last member. */
	async #leave(roomId: string, { userId, by }: Erasure): Promise<void> {
		const { desk } = this.#deps;
		if ((await desk.store.findMembership(roomId, userId)) === undefined) return;
		await desk.inTurn(roomId, async () => {
			if ((await desk.store.findMembership(roomId, userId)) === undefined) return;
			const isAlone = (await desk.store.memberCount(roomId)) === 1;
			const isPublic = (await desk.store.findRoom(roomId))?.kind === 'public';
			if (isAlone && !isPublic) return endRoom(desk, roomId, by);
			await endMembership(desk, { roomId, userId, by, ban: false });
		});
	}

	/** Also where they had left before: the head keeps names of those who did. */
	async #forgetName(roomId: string, userId: string): Promise<void> {
		const { desk } = this.#deps;
		const isNamed = (doc: Y.Doc) => (membersIn(doc).get(userId)?.name ?? '') !== '';
		if (!(await desk.documents.read(headName(roomId), ({ doc }) => isNamed(doc)))) return;
		await desk.inTurn(roomId, async () => {
			const forget = (doc: Y.Doc) => {
				const { avatar: _, ...member } = membersIn(doc).get(userId) as Member;
				membersIn(doc).set(userId, { ...member, name: '', username: '' });
			};
			await desk.writeHead(roomId, forget, (commit) => desk.store.appendCommit(commit));
		});
	}

	async #eraseMessages({ userId, by }: Erasure): Promise<void> {
		const { store, deleteMessage } = this.#deps;
		await eachLogged(store, userId, async ({ roomId, id }) => {
			if (!this.#stopped) await deleteMessage({ roomId, messageId: id, by });
		});
	}
}

function membersIn(doc: Y.Doc): Y.Map<Member> {
	return doc.getMap<Member>(HEAD_ROOTS.members);
}
