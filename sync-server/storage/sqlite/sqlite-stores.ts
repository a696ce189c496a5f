import type { Database } from 'better-sqlite3';
import type { InviteStore } from '../invite-store.ts';
import type { AdminStore } from '../admin-store.ts';
import type { LogStore } from '../log-store.ts';
import type { PeopleStore } from '../people-store.ts';
import type { ReportStore } from '../report-store.ts';
import type { SearchStore } from '../search-store.ts';
import type { SecurityStore } from '../security-store.ts';
import type { AccountStore, DocumentStore, HistoryStore, RoomStore } from '../storage.ts';
import type { WorkspaceStore } from '../workspace-store.ts';
import type { Writes } from './group-commit.ts';
import { sqliteAccountStore } from './sqlite-account-store.ts';
import { sqliteDocumentStore } from './sqlite-document-store.ts';
import { sqliteHistoryStore } from './sqlite-history-store.ts';
import { sqliteInviteStore } from './sqlite-invite-store.ts';
import { sqliteLogStore } from './sqlite-log-store.ts';
import { sqlitePeopleStore } from './sqlite-people-store.ts';
import { sqliteReportStore } from './sqlite-report-store.ts';
import { sqliteRoomStore } from './sqlite-room-store.ts';
import { sqliteSearchStore } from './sqlite-search-store.ts';
import { sqliteSecurityStore } from './sqlite-security-store.ts';
import { sqliteAdminStore, sqliteWorkspaceStore } from './sqlite-workspace-store.ts';

/** Every part of the store: reads on this connection, and writes by way of `writes`. */
export function sqliteStores(
	reader: Database,
	writes: Writes
): AccountStore &
	SecurityStore &
	WorkspaceStore &
	AdminStore &
	RoomStore &
	InviteStore &
	ReportStore &
	LogStore &
	SearchStore &
	DocumentStore &
	HistoryStore &
	PeopleStore {
	return {
		...sqliteAccountStore(reader, writes),
		...sqliteSecurityStore(reader, writes),
		...sqliteWorkspaceStore(reader, writes),
		...sqliteAdminStore(reader),
		...sqliteRoomStore(reader, writes),
		...sqliteInviteStore(reader, writes),
		...sqliteReportStore(reader, writes),
		...sqliteLogStore(reader),
		...sqliteSearchStore(reader, writes),
		...sqliteDocumentStore(reader, writes),
		...sqlitePeopleStore(reader, writes),
		...sqliteHistoryStore(reader, writes)
	};
}
