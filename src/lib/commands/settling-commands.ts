import type { QueuedCommand } from './command.ts';
import { documentOfCommand } from './document-of-command.ts';

/**
 * How long what a command has changed is shown before its document says so, in ms. The answer comes over HTTP and the news
 * over the socket, a round trip later at most: without this the old title would come back for a moment.
 */
const SETTLE_MS = 2_000;

/** Commands that have been carried out and whose documents may not have caught up. */
export class SettlingCommands {
	/** Calls back once, at the next change of a document; returns what stops that. */
	readonly watch: (document: string, onChange: () => void) => () => void;
	#userId: string;
	#onChange: () => void;
	#entries = new Map<string, { entry: QueuedCommand; end: () => void }>();

	constructor(userId: string, watch: SettlingCommands['watch'], onChange: () => void) {
		this.#userId = userId;
		this.watch = watch;
		this.#onChange = onChange;
	}

	get all(): QueuedCommand[] {
		return [...this.#entries.values()].map(({ entry }) => entry);
	}

	add(entry: QueuedCommand): void {
		if (this.#entries.has(entry.id)) return;
		const over = () => {
			this.#end(entry.id);
			this.#onChange();
		};
		const timer = setTimeout(over, SETTLE_MS);
		const document = documentOfCommand(entry.command, this.#userId);
		const unwatch = document === undefined ? undefined : this.watch(document, over);
		const end = () => {
			clearTimeout(timer);
			unwatch?.();
		};
		this.#entries.set(entry.id, { entry, end });
		this.#onChange();
	}

	stop(): void {
		for (const id of [...this.#entries.keys()]) this.#end(id);
	}

	#end(id: string): void {
		this.#entries.get(id)?.end();
		this.#entries.delete(id);
	}
}
