import type { Invite } from '../../src/lib/protocol/rest-rooms.ts';
import type { MembershipRecord } from './room-store.ts';
import type { Commit } from './storage.ts';

/** An invitation with the hash of its token: a copied database lets nobody in. */
export interface InviteRecord extends Invite {
	tokenHash: string;
	revokedAt: number | null;
}

export interface InviteStore {
	createInvite(invite: InviteRecord): Promise<void>;
	/** Those that are still good at `now`, the newest first: of a room, or (null) to the workspace alone. */
	listInvites(roomId: string | null, now: number): Promise<Invite[]>;
	findInvite(id: string): Promise<InviteRecord | undefined>;
	findInviteByToken(tokenHash: string): Promise<InviteRecord | undefined>;
	/** Ends an invitation; ending it twice is ending it once. */
	revokeInvite(act: { id: string; by: string; at: number }): Promise<void>;
	/**
	 * Counts a use of the invitation and adds the membership together with the head's commit. Resolves with its version. Throws
	 * RefusedError `link-over`: two who take the last use at once are one too many.
	 */
	acceptInvite(use: { tokenHash: string; at: number; membership: MembershipRecord }, commit: Commit): Promise<number>;
}
