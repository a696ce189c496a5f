import type { ClientHello, ServerHello } from '../protocol/control.ts';
import { parseDocumentName } from '../protocol/document-name.ts';
import type { DocumentSet } from './document-set.ts';
import type { LocalStore } from './local-store.ts';

const FACT = 'history';

/** The newest point of the server's history that this device has seen. */
interface Point {
	id: string;
	/** Set while it is in doubt, for then the copies' own versions have been taken back. */
	version?: number;
}

/**
 * Which life of the server this device's copies come from (H1). When the server has lost its memory of it, keeps the old
 * point until every copy has been compared with what the server has left, however many connections that takes.
 */
export class History {
	/** The server has not lived through what this device has seen (H2). */
	lost = false;
	/** Whether the server takes back what was lost (H4). */
	healing = false;
	#store: LocalStore;
	#documents: DocumentSet;
	#id = '';
	#doubts = new Set<string>();

	constructor(store: LocalStore, documents: DocumentSet) {
		this.#store = store;
		this.#documents = documents;
	}

	/** What the client's hello says. */
	async point(): Promise<ClientHello['history']> {
		const point = (await this.#store.fact(FACT)) as Point | undefined;
		if (point === undefined) return undefined;
		return { id: point.id, version: point.version ?? (await this.#highestVersion()) };
	}

	/** A connection begins. Resolves when versions may be compared. */
	async meet({ history, lost, healing }: ServerHello): Promise<void> {
		this.#id = history;
		this.lost = lost;
		this.healing = healing;
		this.#doubts.clear();
		const point = lost ? await this.point() : undefined;
		if (point === undefined) return this.#keepNew();
		// In one transaction: without the versions, the point alone says how far this device had come.
		await this.#documents.forgetVersions({ name: FACT, value: point });
		for (const { name, bytes } of (await this.#store.copies()).values()) {
			if (bytes > 0 && parseDocumentName(name)?.kind !== 'personal') this.#doubts.add(name);
		}
		if (this.#doubts.size === 0) await this.#keepNew();
	}

	/** Copies that have not been compared yet. */
	get doubts(): ReadonlySet<string> {
		return this.#doubts;
	}

	/** A copy has been compared with the server's document, or replaced by it, or is gone. */
	async reconciled(document: string): Promise<void> {
		if (this.#doubts.delete(document) && this.#doubts.size === 0) await this.#keepNew();
	}

	async #keepNew(): Promise<void> {
		const point: Point = { id: this.#id };
		await this.#store.setFact(FACT, point).catch(() => undefined);
	}

	async #highestVersion(): Promise<number> {
		const versions = [...(await this.#store.copies()).values()].map(({ version }) => version);
		return versions.reduce((highest, version) => Math.max(highest, version), 0);
	}
}
