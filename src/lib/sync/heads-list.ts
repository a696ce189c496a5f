import type { Heads } from '../protocol/control.ts';
import { listedRoot } from './compare-heads.ts';
import type { LocalStore } from './local-store.ts';

const FACT = 'heads';

/**
 * Names of the documents that this device keeps up with: what the server last listed, and segments that were current until
 * then and have not been completed since. On the disk for the next start: without them, what was said in a segment while
 * this device was away would be missing once the room has moved on to the next.
 */
export class HeadsList {
	names: string[] = [];
	#store: LocalStore;
	#onChange: () => void;

	constructor(store: LocalStore, onChange: () => void) {
		this.#store = store;
		this.#onChange = onChange;
	}

	async load(): Promise<void> {
		const names = await this.#store.fact(FACT);
		if (Array.isArray(names)) this.names = names as string[];
	}

	/** Takes in what the server said; `add` keeps what it did not mention. */
	update({ documents }: Heads, add: boolean): void {
		const listed = new Set(documents.map(({ name }) => name));
		const kept = this.names.filter((name) => !listed.has(name) && (add || listed.has(listedRoot(name))));
		this.#become([...listed, ...kept]);
	}

	/** A room has begun a segment. */
	add(name: string): void {
		if (!this.names.includes(name)) this.#become([...this.names, name]);
	}

	remove(name: string): void {
		if (this.names.includes(name)) this.#become(this.names.filter((other) => other !== name));
	}

	/** Another tab, the leader, has said what they are; it also stores them. */
	follow(names: string[]): void {
		this.names = names;
	}

	#become(names: string[]): void {
		this.names = names;
		this.#store.setFact(FACT, names).catch(() => undefined);
		this.#onChange();
	}
}
