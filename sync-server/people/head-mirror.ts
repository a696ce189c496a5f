import type * as Y from 'yjs';
import { headName } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS, type Member } from '../../src/lib/protocol/head.ts';
import type { Documents } from '../room/documents.ts';
import { Turns } from '../room/turns.ts';
import type { PeopleStore } from '../storage/people-store.ts';
import type { DocumentStore, RoomStore } from '../storage/storage.ts';
import { writeMirror } from './write-mirror.ts';

export interface HeadMirrorDeps {
	store: PeopleStore & Pick<DocumentStore, 'appendCommit'> & Pick<RoomStore, 'joinedRooms'>;
	documents: Documents;
	/** Heads were left behind; they are tried again at the person's next change, or at the next start. */
	report: (error: unknown) => void;
}

/**
 * Lets the heads of people's rooms follow their names and pictures, one room after the other, while they go on. The
 * change itself has noted in SQLite that its heads are to follow, and the note goes when they all have: so a server that is
 * killed in between begins again with {@link HeadMirror.resume}, and a head that has followed already is passed over.
 */
export class HeadMirror {
	#deps: HeadMirrorDeps;
	#turns = new Turns();
	#stopped = false;

	constructor(deps: HeadMirrorDeps) {
		this.#deps = deps;
	}

	/** Lets the heads follow whatever has been noted, in the background. */
	resume(): void {
		this.#turns.take(() => this.#followAll()).catch((error: unknown) => this.#deps.report(error));
	}

	/** Begins no other room. What is left is noted. */
	stop(): void {
		this.#stopped = true;
	}

	async #followAll(): Promise<void> {
		const { store } = this.#deps;
		for (const { userId, mark } of await store.headsToFollow()) {
			for (const roomId of await store.joinedRooms(userId)) {
				if (this.#stopped) return;
				await this.#follow(userId, roomId);
			}
			await store.headsFollowed(userId, mark);
		}
	}

	/** With the profile as it is by now, so that of two changes the later one stays. */
	async #follow(userId: string, roomId: string): Promise<void> {
		const { store, documents } = this.#deps;
		const profile = await store.findProfile(userId);
		if (profile === undefined) return;
		const { displayName: name, username, avatar } = profile;
		const document = headName(roomId);
		const isRight = await documents.read(document, ({ doc }) => {
			const member = doc.getMap<Member>(HEAD_ROOTS.members).get(userId);
			return (
				!member || (member.name === name && member.username === username && member.avatar === (avatar ?? undefined))
			);
		});
		if (isRight) return;
		const change = (doc: Y.Doc) => {
			const members = doc.getMap<Member>(HEAD_ROOTS.members);
			const { avatar: _, ...member } = members.get(userId) as Member;
			members.set(userId, { ...member, name, username, ...(avatar === null ? {} : { avatar }) });
		};
		await writeMirror(documents, store, { document, change });
	}
}
