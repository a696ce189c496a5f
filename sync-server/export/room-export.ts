import { setImmediate as breathe } from 'node:timers/promises';
import type { ExportFormatName, HistoryMessage } from '../../src/lib/protocol/rest-messages.ts';
import { HISTORY_PAGE_MAX } from '../../src/lib/protocol/limits.ts';
import { AccountQuota, EXPORTS_PER_ACCOUNT } from '../people/people-limits.ts';
import { insiderOf, requireRole } from '../room/standing.ts';
import type { RoomRecord } from '../storage/room-store.ts';
import type { Storage } from '../storage/storage.ts';
import { contentDisposition } from './content-disposition.ts';
import { EXPORT_FORMATS, type ExportedPerson, type ExportedRoom, type ExportFormat } from './export-format.ts';
import type { ExportWords } from './export-words.ts';
import { dayOf } from './export-times.ts';

/** What somebody asks for. */
export interface ExportRequest {
	roomId: string;
	format: ExportFormatName;
	words: ExportWords;
}

/** A room written down. */
export interface RoomFile {
	mediaType: string;
	/** The header that names the file. */
	disposition: string;
	/** Made as they are taken. Throws RefusedError where whoever asked may not read on. */
	pieces: AsyncGenerator<Uint8Array>;
}

export interface RoomExportsDeps {
	store: Storage;
	now: () => number;
}

/**
 * Writes rooms down for those who may take them along whole: who keeps order there, which in public rooms are also those who run
 * the workspace, and in a direct room either of the two. Other members read everything as well; but that somebody carries off
 * all of it at once is for the room's keepers to decide, and stands in the audit log. Who runs the workspace and is not in a
 * private room has no business in it.
 */
export class RoomExports {
	#deps: RoomExportsDeps;
	#quota: AccountQuota;

	constructor(deps: RoomExportsDeps) {
		this.#deps = deps;
		this.#quota = new AccountQuota(EXPORTS_PER_ACCOUNT, deps.now);
	}

	/** Throws RefusedError and TooManyRequestsError before the first piece. */
	async begin(userId: string, { roomId, format: name, words }: ExportRequest): Promise<RoomFile> {
		const { store, now } = this.#deps;
		const record = await this.#requireExport(userId, roomId);
		this.#quota.use(userId);
		const last = await store.lastSequence(roomId);
		const detail = { format: name, messages: last };
		await store.audit({ actor: userId, action: 'room-exported', subject: roomId, roomId, detail });
		const people = new Map<string, ExportedPerson>();
		const title = await this.#titleOf(record);
		const room: ExportedRoom = { ...record, title, exportedBy: userId, exportedAt: now(), words, people };
		await this.#meet(people, [userId]);
		const format = EXPORT_FORMATS[name];
		return {
			mediaType: format.mediaType,
			disposition: contentDisposition(`${title} ${dayOf(room.exportedAt)}`, format.extension),
			pieces: this.#write(room, people, format, last)
		};
	}

	/** A page of the log at a time, so that a room of any length takes the memory of one page, and others are served in between. */
	async *#write(
		room: ExportedRoom,
		people: Map<string, ExportedPerson>,
		format: ExportFormat,
		last: number
	): AsyncGenerator<Uint8Array> {
		const { store } = this.#deps;
		const encoder = new TextEncoder();
		yield encoder.encode(format.head(room));
		let before: HistoryMessage | undefined;
		while ((before?.seq ?? 0) < last) {
			// A download lasts: who is removed meanwhile does not get the rest.
			await this.#requireExport(room.exportedBy, room.id);
			const page = await store.messagesAfter(room.id, before?.seq ?? 0, HISTORY_PAGE_MAX);
			const upToLast = page.filter(({ seq }) => seq <= last);
			if (upToLast.length === 0) break;
			await this.#meet(people, upToLast.flatMap(named));
			let text = '';
			for (const message of upToLast) {
				text += format.message(room, message, before);
				before = message;
			}
			yield encoder.encode(text);
			await breathe();
		}
		yield encoder.encode(format.foot(room));
	}

	async #requireExport(userId: string, roomId: string): Promise<RoomRecord> {
		const standing = await insiderOf(this.#deps.store, roomId, userId);
		if (standing.room.kind !== 'direct') requireRole(standing, 'moderator');
		return standing.room;
	}

	/** Looks up whoever is named for the first time. */
	async #meet(people: Map<string, ExportedPerson>, userIds: string[]): Promise<void> {
		for (const userId of userIds) {
			if (people.has(userId)) continue;
			const profile = await this.#deps.store.findProfile(userId);
			people.set(userId, { name: profile?.displayName ?? '', username: profile?.username ?? '' });
		}
	}

	async #titleOf({ id, title }: RoomRecord): Promise<string> {
		if (title !== '') return title;
		return (await this.#deps.store.listMembers(id)).map(({ name }) => name).join(', ');
	}
}

function named({ author, mentions, deleted }: HistoryMessage): string[] {
	return [author, ...mentions, ...(deleted === null ? [] : [deleted.by])];
}
