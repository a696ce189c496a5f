import { randomBytes } from 'node:crypto';
import { newId } from '../../../src/lib/protocol/ids.ts';
import type { HistoryStore } from '../storage.ts';
import type { MemoryDocuments } from './memory-documents.ts';

/** The histories and secrets of the memory store. */
export function memoryHistories(documents: MemoryDocuments): HistoryStore {
	const histories: { id: string; firstVersion: number }[] = [];
	const secrets = new Map<string, Uint8Array>();
	return {
		async beginHistory() {
			const id = newId();
			histories.push({ id, firstVersion: documents.lastVersion + 1 });
			return id;
		},

		async knows(history, version) {
			const ordinal = histories.findIndex(({ id }) => id === history);
			const next = histories[ordinal + 1];
			const last = next === undefined ? documents.lastVersion : next.firstVersion - 1;
			return ordinal !== -1 && version <= last;
		},

		async secret(name) {
			const secret = secrets.get(name) ?? new Uint8Array(randomBytes(32));
			secrets.set(name, secret);
			return new Uint8Array(secret);
		},

		/** Nothing reads the audit log through the interface. */
		audit: async () => {}
	};
}
