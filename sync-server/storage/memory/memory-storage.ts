import type { Storage, UserRecord } from '../storage.ts';
import { memoryAccounts } from './memory-accounts.ts';
import { memoryDocumentStore } from './memory-document-store.ts';
import { MemoryDocuments } from './memory-documents.ts';
import { memoryHistories } from './memory-histories.ts';
import { MemoryRooms } from './memory-rooms.ts';
import { memoryRoomStore } from './memory-room-store.ts';

/** A store that keeps everything in this process, for tests. It promises what {@link Storage} does, but for the disk. */
export function createMemoryStorage(): Storage {
	const users = new Map<string, UserRecord>();
	const documents = new MemoryDocuments();
	const rooms = new MemoryRooms();
	return {
		...memoryAccounts(users),
		...memoryRoomStore({ users, rooms, documents }),
		...memoryDocumentStore(rooms, documents),
		...memoryHistories(documents),
		isWritable: () => true,
		probe: async () => {},
		close: async () => {}
	};
}
