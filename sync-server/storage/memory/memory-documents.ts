import { VersionConflictError, type Commit, type StoredDocument } from '../storage.ts';

interface Kept {
	updates: Uint8Array[];
	/** Client id → owner. */
	owners: Map<number, string>;
}

/** The documents of the memory store: what was committed, in order. */
export class MemoryDocuments {
	#documents = new Map<string, Kept>();

	version(document: string): number {
		return this.#documents.get(document)?.updates.length ?? 0;
	}

	load(document: string): StoredDocument {
		const { updates, owners } = this.#documents.get(document) ?? { updates: [], owners: new Map<number, string>() };
		const claims = [...owners].map(([clientId, owner]) => ({ clientId, owner }));
		return {
			version: updates.length,
			updates: updates.map((update) => new Uint8Array(update)),
			claims: claims.sort((a, b) => a.clientId - b.clientId)
		};
	}

	/** Appends all of them or, where one cannot be, none. Throws {@link VersionConflictError}. */
	append(commits: Commit[]): void {
		const done: Commit[] = [];
		try {
			for (const commit of commits) {
				this.#appendOne(commit);
				done.push(commit);
			}
		} catch (error) {
			done.reverse().forEach((commit) => this.#takeBack(commit));
			throw error;
		}
	}

	#appendOne({ document, version, update, claims }: Commit): void {
		if (version !== this.version(document) + 1) {
			throw new VersionConflictError(`${document} is not at version ${version - 1}`);
		}
		const kept = this.#documents.get(document) ?? { updates: [], owners: new Map<number, string>() };
		const ids = claims.map(({ clientId }) => clientId);
		if (new Set(ids).size < ids.length || ids.some((id) => kept.owners.has(id))) {
			throw new Error('the client id has an owner');
		}
		kept.updates.push(new Uint8Array(update));
		claims.forEach(({ clientId, owner }) => kept.owners.set(clientId, owner));
		this.#documents.set(document, kept);
	}

	#takeBack({ document, claims }: Commit): void {
		const kept = this.#documents.get(document);
		kept?.updates.pop();
		claims.forEach(({ clientId }) => kept?.owners.delete(clientId));
	}
}
