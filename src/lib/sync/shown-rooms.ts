import { whenGone } from './tab-life.ts';

/** What one tab says of the person at it. */
export interface TabActivity {
	/** The rooms on its screen. */
	rooms: readonly string[];
	/** Those of them in which the person is writing. */
	typing: readonly string[];
	/** Whether they do nothing at it. */
	idle: boolean;
}

/** What the person does on this device: what each tab says of itself, for as long as it lives. For the leader. */
export class ShownRooms {
	#tabs = new Map<string, TabActivity>();
	#stopped = new AbortController();
	#onChange: () => void;

	constructor(onChange: () => void) {
		this.#onChange = onChange;
	}

	/** The rooms on a screen, each with whether the person is writing in it. */
	get rooms(): ReadonlyMap<string, boolean> {
		const tabs = [...this.#tabs.values()];
		const typing = new Set(tabs.flatMap((tab) => tab.typing));
		return new Map(tabs.flatMap(({ rooms }) => rooms).map((room) => [room, typing.has(room)]));
	}

	/** Whether the person does nothing at any tab; a tab that has said nothing counts for nothing. */
	get idle(): boolean {
		return this.#tabs.size > 0 && [...this.#tabs.values()].every(({ idle }) => idle);
	}

	/** A tab says what it shows. */
	set(tab: string, activity: TabActivity): void {
		if (!this.#tabs.has(tab)) whenGone(tab, this.#stopped.signal, () => this.#forget(tab));
		this.#tabs.set(tab, activity);
		this.#onChange();
	}

	stop(): void {
		this.#stopped.abort();
	}

	#forget(tab: string): void {
		this.#tabs.delete(tab);
		if (!this.#stopped.signal.aborted) this.#onChange();
	}
}
