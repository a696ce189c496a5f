import type { ExportFormatName, HistoryMessage } from '../../src/lib/protocol/rest-messages.ts';
import type { RoomRecord } from '../storage/room-store.ts';
import type { ExportWords } from './export-words.ts';
import { htmlFormat } from './html-format.ts';
import { jsonFormat } from './json-format.ts';
import { markdownFormat } from './markdown-format.ts';

/** Somebody whom an export names. */
export interface ExportedPerson {
	/** Empty for an account that was deleted. */
	name: string;
	username: string;
}

/** What an export is of, and who asked for it. */
export interface ExportedRoom extends Pick<RoomRecord, 'id' | 'kind' | 'topic' | 'createdAt'> {
	/** What it is called, or who is in it where it has no name. */
	title: string;
	/** User id. */
	exportedBy: string;
	exportedAt: number;
	words: ExportWords;
	/** Whoever was named so far, by user id. */
	people: ReadonlyMap<string, ExportedPerson>;
}

/** One way to write a room down, piece by piece: what is written is never held. */
export interface ExportFormat {
	mediaType: string;
	/** Of the file, with its dot. */
	extension: string;
	head(room: ExportedRoom): string;
	/** `before`: the message that stands above it. */
	message(room: ExportedRoom, message: HistoryMessage, before: HistoryMessage | undefined): string;
	foot(room: ExportedRoom): string;
}

export const EXPORT_FORMATS: Record<ExportFormatName, ExportFormat> = {
	json: jsonFormat,
	markdown: markdownFormat,
	html: htmlFormat
};
