import type { WorkspaceRole, WorkspaceSettings } from '../../src/lib/protocol/workspace.ts';
import type { Commit } from './storage.ts';

/** An account that was deleted, and whose memberships, name and perhaps messages are still to be taken out of rooms. */
export interface Erasure {
	userId: string;
	/** Who deleted it. */
	by: string;
	/** Whether its messages go, too. */
	messages: boolean;
}

/** How an account ends. */
export interface Deletion extends Erasure {
	at: number;
}

/** The workspace as a whole: its settings, and who is what in it. */
export interface WorkspaceStore {
	/** What was set, and the defaults for the rest. */
	settings(): Promise<WorkspaceSettings>;
	/** Resolves with the commits' version. */
	changeSettings(change: Partial<WorkspaceSettings>, by: string, commits: Commit[]): Promise<number>;
	/** Throws RefusedError `last-owner`. */
	changeWorkspaceRole(change: { userId: string; role: WorkspaceRole; by: string }): Promise<void>;
	/**
	 * Deletes an account: its row stays, with nothing of the person in it, and email and username are free again. Ends its
	 * sessions, answers which, and notes that its traces are to be erased. Throws RefusedError `last-owner`.
	 */
	deleteAccount(deletion: Deletion): Promise<string[]>;
	/** What is still to be erased. */
	erasures(): Promise<Erasure[]>;
	finishErasure(userId: string): Promise<void>;
}
