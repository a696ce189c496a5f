import { WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import type { WorkspaceRole, WorkspaceSettings } from '../../src/lib/protocol/workspace.ts';
import { writeSettings } from '../people/workspace-document.ts';
import type { Documents } from '../room/documents.ts';
import { Turns } from '../room/turns.ts';
import { RefusedError } from '../storage/storage.ts';
import type { WorkspaceStore } from '../storage/workspace-store.ts';
import { isAdministrator } from './rights.ts';

/** What of the settings is asked to be another. */
export type SettingsChange = { [Name in keyof WorkspaceSettings]?: WorkspaceSettings[Name] | undefined };

/** The workspace's settings. Each change is in SQLite and in the workspace document in one transaction. */
export class Workspace {
	#store: WorkspaceStore;
	#documents: Documents;
	/** One change after the other: two that ask for the same would leave the second nothing to write. */
	#turns = new Turns();

	constructor(store: WorkspaceStore, documents: Documents) {
		this.#store = store;
		this.#documents = documents;
	}

	settings(): Promise<WorkspaceSettings> {
		return this.#store.settings();
	}

	/** Changes what is named, by somebody of that role. Throws RefusedError `forbidden`, StorageUnavailableError. */
	async change(by: { id: string; role: WorkspaceRole }, request: SettingsChange): Promise<WorkspaceSettings> {
		if (!isAdministrator(by.role)) throw new RefusedError('forbidden');
		if (request.deletedMessages !== undefined && by.role !== 'owner') {
			throw new RefusedError('forbidden', 'What becomes of the messages of deleted accounts is for owners to say.');
		}
		return this.#turns.take(() => this.#change(by.id, request));
	}

	async #change(by: string, request: SettingsChange): Promise<WorkspaceSettings> {
		const before = await this.#store.settings();
		const changed = Object.entries(request).filter(
			([name, value]) => value !== undefined && before[name as keyof WorkspaceSettings] !== value
		);
		const change = Object.fromEntries(changed) as Partial<WorkspaceSettings>;
		if (changed.length === 0) return before;
		await this.#documents.write(
			[{ document: WORKSPACE_NAME, change: (doc) => writeSettings(doc, change) }],
			(commits) => this.#store.changeSettings(change, by, commits)
		);
		return this.#store.settings();
	}
}
