import type { MessageVersions } from '../protocol/rest-edits.ts';
import type { BanList, Report, ReportList, RoomList, RoomSummary } from '../protocol/rest-rooms.ts';
import type { ExportFormatName } from '../protocol/rest-messages.ts';
import { call, type Answer } from './call.ts';
import { download } from './download.ts';

/** Rooms: what is asked for directly, because the server must answer. None of these throws. */
export const roomsApi = {
	/** The account's rooms and the public ones. */
	list: async (): Promise<Answer<RoomSummary[]>> => {
		const answer = await call<RoomList>('GET', 'rooms');
		return answer.ok ? { ok: true, value: answer.value.rooms } : answer;
	},
	bans: async (roomId: string): Promise<Answer<BanList['bans']>> => {
		const answer = await call<BanList>('GET', `rooms/${roomId}/bans`);
		return answer.ok ? { ok: true, value: answer.value.bans } : answer;
	},
	unban: (roomId: string, userId: string) => call<undefined>('POST', `rooms/${roomId}/members/${userId}/unban`),
	/** What was reported in the rooms that this account keeps in order. */
	reports: async (): Promise<Answer<Report[]>> => {
		const answer = await call<ReportList>('GET', 'reports');
		return answer.ok ? { ok: true, value: answer.value.reports } : answer;
	},
	resolveReport: (reportId: string) => call<undefined>('POST', `reports/${reportId}/resolve`),
	/** What a message has said, for those who may see it. */
	versions: (roomId: string, messageId: string) =>
		call<MessageVersions>('GET', `rooms/${roomId}/messages/${messageId}/versions`),
	/** Brings in somebody whom this device may never have heard of. */
	addByUsername: (roomId: string, username: string) => call<undefined>('POST', `rooms/${roomId}/members`, { username }),
	/** Gives the room a picture, made by the browser (at most `AVATAR_MAX_BYTES`). */
	setAvatar: (roomId: string, picture: Blob) => call<{ avatar: string }>('PUT', `rooms/${roomId}/avatar`, picture),
	/** All that was said in the room as a file, its words in `language`. */
	copy: (roomId: string, format: ExportFormatName, language: string) =>
		download(`rooms/${roomId}/export?format=${format}`, language),
	removeAvatar: (roomId: string) => call<undefined>('DELETE', `rooms/${roomId}/avatar`)
};
