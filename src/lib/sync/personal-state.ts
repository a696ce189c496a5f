import { ObservableV2 } from 'lib0/observable';
import { personalName } from '../protocol/document-name.ts';
import {
	PERSONAL_ROOTS,
	type Contact,
	type PersonalSettings,
	type ReadMark,
	type RoomChoice
} from '../protocol/personal.ts';
import type { DocumentSet } from './document-set.ts';
import type { OpenDocument } from './open-document.ts';

const NO_CHOICE: RoomChoice = {};

/** What an account keeps for itself on all its devices: its settings, its choices about rooms, its reading, its people. */
export class PersonalState extends ObservableV2<{ change: () => void }> {
	#documents: DocumentSet;
	#opened: OpenDocument;

	/** Holds the personal document open until {@link stop}. */
	constructor(userId: string, documents: DocumentSet) {
		super();
		this.#documents = documents;
		this.#opened = documents.open(personalName(userId));
		this.#opened.on('change', this.#tell);
	}

	/** Whether it has been read from the device. */
	get loaded(): boolean {
		return this.#opened.loaded;
	}

	get settings(): PersonalSettings {
		return this.#root(PERSONAL_ROOTS.settings).toJSON();
	}

	/** What this person wants of a room in their list. */
	choice(roomId: string): RoomChoice {
		return this.#root<RoomChoice>(PERSONAL_ROOTS.rooms).get(roomId) ?? NO_CHOICE;
	}

	/** How far a room has been read, as the server knows it. */
	mark(roomId: string): ReadMark | undefined {
		return this.#root<ReadMark>(PERSONAL_ROOTS.reads).get(roomId);
	}

	contact(userId: string): Contact | undefined {
		return this.#root<Contact>(PERSONAL_ROOTS.contacts).get(userId);
	}

	get blocked(): ReadonlySet<string> {
		return new Set(this.#root(PERSONAL_ROOTS.blocked).keys());
	}

	/** Rooms in which a device of this account has a draft. */
	get draftRooms(): ReadonlySet<string> {
		return new Set([...this.#root(PERSONAL_ROOTS.drafts).keys()].map((key) => key.split('/')[0] ?? ''));
	}

	/** Chooses something for all devices; undefined goes back to what it is without a choice. Throws {@link StorageFailedError}. */
	setSetting<K extends keyof PersonalSettings>(name: K, value: PersonalSettings[K]): Promise<void> {
		return this.#write((doc) => {
			const settings = doc.getMap(PERSONAL_ROOTS.settings);
			if (value === undefined) settings.delete(name);
			else settings.set(name, value);
		});
	}

	/** Changes a choice about a room; what is undefined in `change` is taken away. Throws {@link StorageFailedError}. */
	setRoomChoice(roomId: string, change: { [K in keyof RoomChoice]?: RoomChoice[K] | undefined }): Promise<void> {
		return this.#write((doc) => {
			const rooms = doc.getMap(PERSONAL_ROOTS.rooms);
			const wanted = Object.entries({ ...(rooms.get(roomId) as RoomChoice | undefined), ...change });
			const kept = wanted.filter(([, value]) => value !== undefined);
			if (kept.length === 0) rooms.delete(roomId);
			else rooms.set(roomId, Object.fromEntries(kept));
		});
	}

	stop(): void {
		this.#opened.off('change', this.#tell);
		this.#documents.release(this.#opened.name);
		this.destroy();
	}

	#root<T = unknown>(name: string) {
		return this.#opened.doc.getMap<T>(name);
	}

	#write(change: Parameters<DocumentSet['write']>[1]): Promise<void> {
		return this.#documents.write(this.#opened.name, change);
	}

	#tell = (): void => this.emit('change', []);
}
