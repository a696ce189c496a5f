import {
	RETIRED_OWNER,
	VersionConflictError,
	type Commit,
	type DocumentHead,
	type LoggedMessage,
	type StoredDocument
} from '../storage.ts';

interface Kept {
	version: number;
	generation: number;
	/** Version of the snapshot, which is the first of the updates; 0 where there is none. */
	snapshotVersion: number;
	updates: { version: number; data: Uint8Array }[];
	/** Client id → owner. */
	owners: Map<number, string>;
}

/** The documents of the memory store, and the messages that came with them. */
export class MemoryDocuments {
	#documents = new Map<string, Kept>();
	/** Room id → message id → its lowest sequence. */
	#sequences = new Map<string, Map<string, number>>();
	#lastVersion = 0;

	/** Number of the newest commit of the whole store. */
	get lastVersion(): number {
		return this.#lastVersion;
	}

	head(name: string): DocumentHead {
		const { version, generation } = this.#find(name);
		return { name, version, generation };
	}

	load(name: string): StoredDocument {
		const { version, generation, updates, owners } = this.#find(name);
		const claims = [...owners].map(([clientId, owner]) => ({ clientId, owner }));
		return {
			version,
			generation,
			updates: updates.map(({ data }) => new Uint8Array(data)),
			claims: claims.sort((a, b) => a.clientId - b.clientId)
		};
	}

	/** Appends all of them or, where one cannot be, none. Throws {@link VersionConflictError}. */
	append(commits: Commit[]): number {
		const documents = commits.map(({ document }) => document);
		if (new Set(documents).size < documents.length) throw new VersionConflictError('one version, two commits');
		const changes = commits.map((commit) => ({ commit, kept: this.#check(commit) }));
		const version = ++this.#lastVersion;
		changes.forEach(({ commit, kept }) => this.#keep(commit, kept, version));
		return version;
	}

	rebase(commit: Commit): number {
		const kept = this.#check(commit);
		const version = ++this.#lastVersion;
		kept.generation += 1;
		kept.snapshotVersion = version;
		kept.updates = [];
		kept.owners.forEach((_owner, clientId) => kept.owners.set(clientId, RETIRED_OWNER));
		this.#keep(commit, kept, version);
		return version;
	}

	compact(document: string, { version, generation }: Pick<Kept, 'version' | 'generation'>, snapshot: Uint8Array): void {
		const kept = this.#find(document);
		if (kept.generation !== generation || kept.version < version || kept.snapshotVersion > version) return;
		const later = kept.updates.filter((update) => update.version > version);
		kept.updates = [{ version, data: new Uint8Array(snapshot) }, ...later];
		kept.snapshotVersion = version;
	}

	sequencesOf(roomId: string, messageIds: string[]): Map<string, number> {
		const ofRoom = this.#sequences.get(roomId);
		return new Map(messageIds.flatMap((id) => [[id, ofRoom?.get(id)] as const]).filter(isFound));
	}

	#find(document: string): Kept {
		const unwritten = () => ({
			version: 0,
			generation: 0,
			snapshotVersion: 0,
			updates: [],
			owners: new Map<number, string>()
		});
		return this.#documents.get(document) ?? unwritten();
	}

	/** The document that the commit may change. Everything that can refuse the commit is asked here. */
	#check({ document, base, claims }: Commit): Kept {
		const kept = this.#find(document);
		if (kept.version !== base) throw new VersionConflictError(`${document} is not at version ${base}`);
		const ids = claims.map(({ clientId }) => clientId);
		if (new Set(ids).size < ids.length || ids.some((id) => kept.owners.has(id))) {
			throw new Error('the client id has an owner');
		}
		return kept;
	}

	#keep({ document, update, claims, messages }: Commit, kept: Kept, version: number): void {
		kept.version = version;
		kept.updates.push({ version, data: new Uint8Array(update) });
		claims.forEach(({ clientId, owner }) => kept.owners.set(clientId, owner));
		messages.forEach((message) => this.#log(message));
		this.#documents.set(document, kept);
	}

	#log({ roomId, id, seq }: LoggedMessage): void {
		const ofRoom = this.#sequences.get(roomId) ?? new Map<string, number>();
		this.#sequences.set(roomId, ofRoom);
		ofRoom.set(id, Math.min(seq, ofRoom.get(id) ?? seq));
	}
}

function isFound(entry: readonly [string, number | undefined]): entry is readonly [string, number] {
	return entry[1] !== undefined;
}
