import { isDeepStrictEqual } from 'node:util';
import type * as Y from 'yjs';
import { WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import type { ChangeProfileRequest } from '../../src/lib/protocol/rest-people.ts';
import type { Documents } from '../room/documents.ts';
import { Turns } from '../room/turns.ts';
import type { PeopleStore, ProfileChange, ProfileRecord } from '../storage/people-store.ts';
import type { Commit, DocumentStore } from '../storage/storage.ts';
import { isSamePerson, personOf } from './person.ts';
import { peopleIn, writePerson } from './workspace-document.ts';
import { writeMirror } from './write-mirror.ts';

export interface ProfilesDeps {
	store: PeopleStore & Pick<DocumentStore, 'appendCommit'>;
	documents: Documents;
	now: () => number;
}

/** What people say of themselves. Each change is in SQLite and in the workspace document in one transaction. */
export class Profiles {
	#deps: ProfilesDeps;
	/** One change after the other: each is mirrored as a whole person, who must not be of before the last change. */
	#turns = new Turns();
	#listeners: ((profile: ProfileRecord, headsFollow: boolean) => void)[] = [];

	constructor(deps: ProfilesDeps) {
		this.#deps = deps;
	}

	/** Told of every change once it is durable, and whether the heads of the person's rooms are to follow it. */
	onChanged(listener: (profile: ProfileRecord, headsFollow: boolean) => void): void {
		this.#listeners.push(listener);
	}

	/** Undefined for an account that does not exist or was deleted. */
	async find(userId: string): Promise<ProfileRecord | undefined> {
		const profile = await this.#deps.store.findProfile(userId);
		return profile?.deleted === false ? profile : undefined;
	}

	/** Changes what is named; a status that is over already is none. Throws TakenError, StorageUnavailableError. */
	async change(userId: string, request: ChangeProfileRequest | { avatar: string | null }): Promise<ProfileRecord> {
		return this.#turns.take(() => this.#change(userId, request));
	}

	/**
	 * Brings the mirror of one account up to what SQLite has: after its registration, or after a change of it that was
	 * stored elsewhere.
	 */
	async refresh(userId: string): Promise<void> {
		await this.#turns.take(async () => {
			const profile = await this.#deps.store.findProfile(userId);
			if (profile === undefined) return;
			await this.#mirror([profile]);
			this.#listeners.forEach((listener) => listener(profile, false));
		});
	}

	/** Brings the whole mirror up to what SQLite has, in one commit: for accounts from before there was one. */
	async refreshAll(): Promise<void> {
		await this.#turns.take(async () => this.#mirror(await this.#deps.store.listProfiles()));
	}

	/** Takes away the statuses that are over. */
	async clearStatuses(): Promise<void> {
		for (const userId of await this.#deps.store.statusesOverBy(this.#deps.now())) {
			await this.#turns.take(() => this.#clearStatus(userId));
		}
	}

	/** Looks again: somebody may have set another since it was found. */
	async #clearStatus(userId: string): Promise<void> {
		const { store, now } = this.#deps;
		const until = (await store.findProfile(userId))?.status?.until;
		if (until !== undefined && until <= now()) await this.#change(userId, { status: null });
	}

	async #change(userId: string, request: ProfileChange | ChangeProfileRequest): Promise<ProfileRecord> {
		const { store, documents } = this.#deps;
		const before = await store.findProfile(userId);
		if (before === undefined) throw new Error(`no such account: ${userId}`);
		const change = this.#newIn(request, before);
		if (Object.keys(change).length === 0) return before;
		const after = { ...before, ...change };
		const [inHeads, person] = [['username', 'displayName', 'avatar'].some((name) => name in change), personOf(after)];
		const save = async (commits: Commit[]) => store.changeProfile(userId, change, inHeads, commits);
		const mirror = { document: WORKSPACE_NAME, change: (doc: Y.Doc) => writePerson(doc, userId, person) };
		if (isSamePerson(personOf(before), person)) await save([]);
		else await documents.write([mirror], save);
		this.#listeners.forEach((listener) => listener(after, inHeads));
		return after;
	}

	/** What of a request is not so already. */
	#newIn(request: ProfileChange | ChangeProfileRequest, before: ProfileRecord): ProfileChange {
		const { status } = request;
		const isOver = status?.until !== undefined && status.until <= this.#deps.now();
		const asked = { ...request, ...(isOver ? { status: null } : {}) } as ProfileChange;
		const entries = Object.entries(asked) as [keyof ProfileChange, unknown][];
		return Object.fromEntries(
			entries.filter(([name, value]) => value !== undefined && !isDeepStrictEqual(before[name], value))
		);
	}

	async #mirror(profiles: ProfileRecord[]): Promise<void> {
		const { documents, store } = this.#deps;
		const wrong = await documents.read(WORKSPACE_NAME, ({ doc }) => {
			const people = peopleIn(doc);
			return profiles.filter((profile) => !isSamePerson(people.get(profile.id), personOf(profile)));
		});
		if (wrong.length === 0) return;
		await writeMirror(documents, store, {
			document: WORKSPACE_NAME,
			change: (doc) => wrong.forEach((profile) => writePerson(doc, profile.id, personOf(profile)))
		});
	}
}
