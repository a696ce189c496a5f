import { whenGone } from './tab-life.ts';

/** Which rooms are on a screen of this device: what each tab says of itself, for as long as it lives. For the leader. */
export class ShownRooms {
	#tabs = new Map<string, readonly string[]>();
	#stopped = new AbortController();
	#onChange: () => void;

	constructor(onChange: () => void) {
		this.#onChange = onChange;
	}

	get rooms(): ReadonlySet<string> {
		return new Set([...this.#tabs.values()].flat());
	}

	/** A tab says which rooms it shows. */
	set(tab: string, rooms: readonly string[]): void {
		if (!this.#tabs.has(tab)) whenGone(tab, this.#stopped.signal, () => this.#forget(tab));
		this.#tabs.set(tab, rooms);
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
