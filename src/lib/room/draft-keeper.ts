import { personalName } from '../protocol/document-name.ts';
import type { SyncEngine } from '../sync/engine.ts';
import type { AlongChange } from '../sync/document-set.ts';
import type { OpenDocument } from '../sync/open-document.ts';
import { changesOf } from './changes-of.ts';
import { deviceId } from './device-id.ts';
import { readDraft, writeDraft } from './drafts.ts';

/** Pause in typing after which the draft is stored, in ms: short enough to lose no word, long enough to be no keystroke. */
const DRAFT_PAUSE_MS = 300;

/** The draft of one room on the screen, kept in the account's personal document. */
export class DraftKeeper {
	#roomId: string;
	#documents: SyncEngine['documents'];
	#personal: OpenDocument;
	#subscribe: () => void;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#unsaved: { body: string; shown: string } | undefined;

	constructor(roomId: string, userId: string, documents: SyncEngine['documents']) {
		this.#roomId = roomId;
		this.#documents = documents;
		this.#personal = documents.open(personalName(userId));
		this.#subscribe = changesOf(this.#personal);
		document.addEventListener('visibilitychange', this.#storeWhenHidden);
		addEventListener('pagehide', this.#storeWhenHidden);
	}

	/** As last stored, on any device. */
	get stored(): string {
		this.#subscribe();
		return readDraft(this.#personal.doc, this.#roomId);
	}

	save(body: string, shown: string): void {
		this.#unsaved = { body, shown };
		clearTimeout(this.#timer);
		// What has been taken back must not come back after a crash.
		if (body === '') this.#store();
		else this.#timer = setTimeout(() => this.#store(), DRAFT_PAUSE_MS);
	}

	/** Takes the draft away with the message that it has become. A crash between the two left the words to be sent twice. */
	sending(shown: string): AlongChange {
		clearTimeout(this.#timer);
		this.#unsaved = undefined;
		const change: AlongChange['change'] = (doc) =>
			writeDraft(doc, this.#roomId, deviceId(), { body: '', shown }, Date.now());
		return { document: this.#personal.name, change };
	}

	close(): void {
		document.removeEventListener('visibilitychange', this.#storeWhenHidden);
		removeEventListener('pagehide', this.#storeWhenHidden);
		clearTimeout(this.#timer);
		this.#store();
		this.#documents.release(this.#personal.name);
	}

	/** A phone may end a page that it has hidden without another word. */
	#storeWhenHidden = ({ type }: Event) => {
		if (type === 'pagehide' || document.visibilityState === 'hidden') this.#store();
	};

	/** A failure to store shows as the workspace's `storageFailed`; the text itself is still in the composer. */
	#store(): void {
		const draft = this.#unsaved;
		this.#unsaved = undefined;
		if (draft === undefined || draft.body === readDraft(this.#personal.doc, this.#roomId)) return;
		this.#documents
			.write(this.#personal.name, (doc) => writeDraft(doc, this.#roomId, deviceId(), draft, Date.now()))
			.catch(() => undefined);
	}
}
