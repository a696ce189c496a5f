import type { Report } from '../../src/lib/protocol/rest-rooms.ts';

/** A report as it is made: what it is about is read from the message. */
export type ReportRecord = Pick<Report, 'id' | 'roomId' | 'messageId' | 'reporter' | 'reason' | 'at'>;

export interface ReportStore {
	/** Keeps a report; where the reporter's earlier one of this message is still open, that one stands for it. */
	addReport(report: ReportRecord): Promise<void>;
	findReport(id: string): Promise<ReportRecord | undefined>;
	/** Open ones first, then the newest, {@link REPORTS_LISTED} at most. `roomIds`: only those of these rooms. */
	listReports(roomIds?: string[]): Promise<Report[]>;
	/** Ids of the rooms in which the account is a moderator or an owner. */
	moderatedRooms(userId: string): Promise<string[]>;
	/** Notes who has dealt with it; the first who does stands. */
	resolveReport(act: { id: string; by: string; at: number }): Promise<void>;
}

/** Reports in one list: more than anybody reads at once. */
export const REPORTS_LISTED = 200;
