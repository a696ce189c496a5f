import type { EditDraft, SyncEngine } from '../sync/engine.ts';

/** Pause in typing after which the words so far are stored, in ms: as for a draft. */
const EDIT_PAUSE_MS = 300;

/**
 * The edit that is being written in one room on this screen. Kept on this device, so that neither a reload nor a crash loses it;
 * beside the room's draft, which waits meanwhile.
 */
export class EditKeeper {
	#roomId: string;
	#engine: Pick<SyncEngine, 'editDraft' | 'keepEditDraft'>;
	#begun = $state.raw<EditDraft>();
	#unsaved: EditDraft | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Whether something was begun or ended here before what was kept had been read. */
	#touched = false;

	constructor(roomId: string, engine: Pick<SyncEngine, 'editDraft' | 'keepEditDraft'>) {
		this.#roomId = roomId;
		this.#engine = engine;
		void engine.editDraft(roomId).then((draft) => {
			if (!this.#touched) this.#begun = draft;
		});
		document.addEventListener('visibilitychange', this.#storeWhenHidden);
		addEventListener('pagehide', this.#storeWhenHidden);
	}

	/** The edit as it was begun, here or before the page was loaded again. */
	get begun(): EditDraft | undefined {
		return this.#begun;
	}

	begin(draft: EditDraft): void {
		this.#touched = true;
		this.#begun = draft;
		this.keep(draft.body);
	}

	/** The words so far. */
	keep(body: string): void {
		if (this.#begun === undefined) return;
		this.#unsaved = { messageId: this.#begun.messageId, body };
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#store(), EDIT_PAUSE_MS);
	}

	/** It is saved, or given up. */
	end(): void {
		this.#touched = true;
		clearTimeout(this.#timer);
		this.#unsaved = undefined;
		this.#begun = undefined;
		this.#engine.keepEditDraft(this.#roomId, undefined).catch(() => undefined);
	}

	close(): void {
		document.removeEventListener('visibilitychange', this.#storeWhenHidden);
		removeEventListener('pagehide', this.#storeWhenHidden);
		clearTimeout(this.#timer);
		this.#store();
	}

	/** A phone may end a page that it has hidden without another word. */
	#storeWhenHidden = ({ type }: Event) => {
		if (type === 'pagehide' || document.visibilityState === 'hidden') this.#store();
	};

	/** A failure to store shows as the workspace's `storageFailed`; the text itself is still in the composer. */
	#store(): void {
		const draft = this.#unsaved;
		this.#unsaved = undefined;
		if (draft !== undefined) this.#engine.keepEditDraft(this.#roomId, draft).catch(() => undefined);
	}
}
