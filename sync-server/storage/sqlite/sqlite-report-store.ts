import type { Database } from 'better-sqlite3';
import type { ReportStore } from '../report-store.ts';
import type { Writes } from './group-commit.ts';
import * as reports from './read-reports.ts';

export function sqliteReportStore(reader: Database, writes: Writes): ReportStore {
	return {
		addReport: (report) => writes.write({ kind: 'add-report', report }),
		findReport: async (id) => reports.findReport(reader, id),
		listReports: async (roomIds) => reports.listReports(reader, roomIds),
		moderatedRooms: async (userId) => reports.moderatedRooms(reader, userId),
		resolveReport: (act) => writes.write({ kind: 'resolve-report', ...act })
	};
}
