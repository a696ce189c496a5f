import { cpSync, existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { resolve } from 'node:path';
import { segmentName } from '../../../src/lib/protocol/document-name.ts';
import { Documents } from '../../../sync-server/room/documents.ts';
import { Receipts } from '../../../sync-server/room/receipts.ts';
import { createSqliteStorage } from '../../../sync-server/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../sync-server/storage/storage.ts';
import { messageOf, Pen } from '../load/message.ts';
import { nowUs } from '../load/stamp.ts';
import type { Prepared } from './tidings-people.ts';

/** Messages in one update: as many as a device sends that was offline for a day. */
const PER_UPDATE = 100;

/** A store with a room's history in it. */
export interface Filled {
	/** The store's folder. */
	data: string;
	/** Number of the room's current segment. */
	segment: number;
}

/**
 * Puts messages into the only room of a prepared store through the server's own checks, sequencing and roll-over, but past its
 * socket: an account may not say a million things in a minute, and the room does not care how it came by them.
 */
export async function fillStore(prepared: Prepared, messages: number): Promise<Filled> {
	const data = `${prepared.data}-${messages}`;
	const [roomId = ''] = prepared.roomIds;
	const isMade = existsSync(data);
	if (!isMade) cpSync(prepared.data, data, { recursive: true });
	const workerUrl = pathToFileURL(resolve('build/server/writer-worker.js'));
	const storage = createSqliteStorage({ dataDir: data, workerUrl });
	if (!isMade) await say(storage, roomId, prepared.people[0]?.account.id ?? '', messages);
	await storage.close();
	return { data, segment: await currentSegment(data, workerUrl, roomId) };
}

/** Asked of the store as the server will find it: what was still under way when it closed has not happened. */
async function currentSegment(dataDir: string, workerUrl: URL, roomId: string): Promise<number> {
	const storage = createSqliteStorage({ dataDir, workerUrl });
	const segment = await storage.currentSegment(roomId);
	await storage.close();
	return segment;
}

async function say(storage: Storage, roomId: string, author: string, messages: number): Promise<void> {
	// A roll-over that the end of the filling has overtaken; the server makes up for it.
	const report = () => undefined;
	const documents = new Documents({ store: storage, receipts: new Receipts(await storage.secret('receipts')), report });
	for (let number = 0; number < messages;) {
		const count = Math.min(PER_UPDATE, messages - number);
		const said = Array.from({ length: count }, () => messageOf({ sentUs: nowUs(), number: number++ }, author));
		await sayAt(documents, storage, roomId, author, said);
	}
}

/** Into whichever segment takes it: a roll-over may be under way. */
async function sayAt(
	documents: Documents,
	storage: Storage,
	roomId: string,
	author: string,
	said: ReturnType<typeof messageOf>[]
): Promise<void> {
	const update = new Pen().write(said);
	for (;;) {
		const document = segmentName(roomId, await storage.currentSegment(roomId));
		const verdict = await documents.receive(document, update, author);
		if (verdict.accepted) return;
		if (verdict.code !== 'segment-closed') throw new Error(`the server refused its own history: ${verdict.code}`);
	}
}
