import type { UserRecord } from '../storage.ts';

/** What a caller gets is its own: a record changed in its hands must not change the store. */
export function copy<T extends object>(record: T | undefined): T | undefined {
	return record && { ...record };
}

/** What a foreign key is in SQLite. */
export function requireUser(users: Map<string, UserRecord>, userId: string): void {
	if (!users.has(userId)) throw new Error('no such user');
}
