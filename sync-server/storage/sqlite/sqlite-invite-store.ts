import type { Database } from 'better-sqlite3';
import type { InviteStore } from '../invite-store.ts';
import type { Writes } from './group-commit.ts';
import { ownCopy } from './own-copy.ts';
import * as invites from './read-invites.ts';

export function sqliteInviteStore(reader: Database, writes: Writes): InviteStore {
	return {
		createInvite: (invite) => writes.write({ kind: 'create-invite', invite }),
		listInvites: async (roomId, now) => invites.listInvites(reader, roomId, now),
		findInvite: async (id) => invites.findInvite(reader, id),
		findInviteByToken: async (tokenHash) => invites.findInviteByToken(reader, tokenHash),
		revokeInvite: (act) => writes.write({ kind: 'revoke-invite', ...act }),
		acceptInvite: (use, commit) => writes.write({ kind: 'accept-invite', ...use, commit: ownCopy(commit) })
	};
}
