import type { Database } from 'better-sqlite3';
import type { LogStore } from '../log-store.ts';
import * as log from './read-log.ts';

export function sqliteLogStore(reader: Database): LogStore {
	return {
		messagesBefore: async (roomId, seq, limit) => log.messagesBefore(reader, roomId, seq, limit),
		messagesAfter: async (roomId, seq, limit) => log.messagesAfter(reader, roomId, seq, limit),
		sequenceAt: async (roomId, at) => log.sequenceAt(reader, roomId, at)
	};
}
