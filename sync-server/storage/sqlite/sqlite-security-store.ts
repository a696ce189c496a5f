import type { Database } from 'better-sqlite3';
import type { SecurityStore } from '../security-store.ts';
import type { Writes } from './group-commit.ts';
import * as read from './read-links.ts';

export function sqliteSecurityStore(reader: Database, writes: Writes): SecurityStore {
	return {
		createLink: (link, by) => writes.write({ kind: 'create-link', link, by }),
		findLink: async (tokenHash, purpose, now) => read.findLink(reader, tokenHash, purpose, now),
		resetPassword: ({ now, ...reset }) => writes.write({ kind: 'reset-password', ...reset, at: now }),
		confirmEmail: ({ tokenHash, now }) => writes.write({ kind: 'confirm-email', tokenHash, at: now }),
		findSecondFactor: async (userId) => read.findSecondFactor(reader, userId),
		beginSecondFactor: (userId, secret) => writes.write({ kind: 'begin-second-factor', userId, secret }),
		confirmSecondFactor: (confirmation) => writes.write({ kind: 'confirm-second-factor', ...confirmation }),
		acceptStep: (userId, step) => writes.write({ kind: 'accept-step', userId, step }),
		useRecoveryCode: (userId, codeHash) => writes.write({ kind: 'use-recovery-code', userId, codeHash }),
		removeSecondFactor: (userId) => writes.write({ kind: 'remove-second-factor', userId })
	};
}
