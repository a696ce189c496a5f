import type { WorkspaceRole } from '../../src/lib/protocol/workspace.ts';
import type { Profiles } from '../people/profiles.ts';
import { RefusedError, type AccountStore, type UserRecord } from '../storage/storage.ts';
import type { WorkspaceStore } from '../storage/workspace-store.ts';
import type { Accounts } from './accounts.ts';
import type { Eraser } from './eraser.ts';
import type { Links } from './links.ts';
import { mayActOn, mayChangeRole } from './rights.ts';

export interface MembersDeps {
	store: AccountStore & WorkspaceStore;
	accounts: Accounts;
	links: Links;
	profiles: Pick<Profiles, 'refresh'>;
	eraser: Eraser;
	now: () => number;
}

/** Somebody, who does something to the account of another. */
export interface Act {
	/** User id and role of who does it. */
	by: Pick<UserRecord, 'id' | 'role'>;
	userId: string;
}

/** Who is what in the workspace, and how somebody leaves it. */
export class Members {
	#deps: MembersDeps;
	#listeners: ((userId: string) => void)[] = [];

	constructor(deps: MembersDeps) {
		this.#deps = deps;
	}

	/** Told, once it is durable, of everyone who has become a guest or is none any more: their open sockets follow (I6). */
	onSightChanged(listener: (userId: string) => void): void {
		this.#listeners.push(listener);
	}

	/** Throws RefusedError `not-found`, `forbidden` or `last-owner`. */
	async changeRole({ by, userId }: Act, role: WorkspaceRole): Promise<void> {
		const user = await this.#find(userId);
		if (!mayChangeRole(by.role, user.role, role)) throw new RefusedError('forbidden');
		if (user.role === role) return;
		await this.#deps.store.changeWorkspaceRole({ userId, role, by: by.id });
		await this.#deps.profiles.refresh(userId);
		const isOtherSight = (user.role === 'guest') !== (role === 'guest');
		if (isOtherSight) this.#listeners.forEach((listener) => listener(userId));
	}

	/** A link for somebody who has lost their password. Throws RefusedError `not-found` or `forbidden`. */
	async makeResetLink({ by, userId }: Act): Promise<string> {
		const user = await this.#find(userId);
		// Whoever can set an owner's password is an owner. Administrators help each other.
		if (user.role === 'owner' && by.role !== 'owner') throw new RefusedError('forbidden');
		return this.#deps.links.makeReset(userId, by.id);
	}

	/** Deletes the account of somebody else. Throws RefusedError `not-found`, `forbidden` or `last-owner`. */
	async remove({ by, userId }: Act): Promise<void> {
		const user = await this.#find(userId);
		if (userId === by.id) throw new RefusedError('forbidden', 'Your own account is deleted in your settings.');
		if (!mayActOn(by.role, user.role)) throw new RefusedError('forbidden');
		await this.delete(userId, by.id);
	}

	/**
	 * Deletes an account: at once for the person, whose sessions end; what is left of them in rooms follows. Throws
	 * RefusedError `last-owner`, StorageUnavailableError.
	 */
	async delete(userId: string, by: string): Promise<void> {
		const { store, accounts, profiles, eraser, now } = this.#deps;
		const messages = (await store.settings()).deletedMessages === 'remove';
		accounts.sessionsEnded(await store.deleteAccount({ userId, by, messages, at: now() }));
		eraser.resume();
		await profiles.refresh(userId);
	}

	async #find(userId: string): Promise<UserRecord> {
		const user = await this.#deps.store.findUser(userId);
		if (user === undefined) throw new RefusedError('not-found');
		return user;
	}
}
