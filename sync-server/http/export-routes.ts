import { ReadableStream as NodeStream } from 'node:stream/web';
import type { Hono } from 'hono';
import { exportSchema } from '../../src/lib/protocol/rest-messages.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { exportWords } from '../export/export-words.ts';
import { RoomExports } from '../export/room-export.ts';
import { languageOf } from '../mail/mail-texts.ts';
import type { Storage } from '../storage/storage.ts';
import { requireSignedIn, route, type ApiEnv } from './api-context.ts';
import { readQuery } from './read-json.ts';
import { roomIdOf } from './room-routes.ts';

export interface ExportDeps {
	accounts: Accounts;
	storage: Storage;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
}

/** A room as a file. */
export function addExportRoutes(app: Hono<ApiEnv>, { accounts, storage: store, now }: ExportDeps): void {
	const exports = new RoomExports({ store, now });
	route(app, '/rooms/:id/export', {
		GET: async (c) => {
			const { userId } = await requireSignedIn(c, accounts);
			const roomId = roomIdOf(c);
			const { format } = readQuery(c, exportSchema);
			const words = exportWords(languageOf(c.req.header('accept-language')));
			const { mediaType, disposition, pieces } = await exports.begin(userId, { roomId, format, words });
			const headers = { 'content-type': mediaType, 'content-disposition': disposition };
			// One class under two names: the types of the web's lack `from`.
			return c.body(NodeStream.from(pieces) as ReadableStream<Uint8Array<ArrayBuffer>>, 200, headers);
		}
	});
}
