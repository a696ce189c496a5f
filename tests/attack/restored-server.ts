import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Y from 'yjs';
import type { SignedIn } from '../support/people.ts';
import { createRoom, joinRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient, textsOf } from '../support/sync-client.ts';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { until } from '../support/until.ts';

/** A server that was restored from a backup, and what devices hold of the time that it has lost. */
export interface Restored {
	room: RoomOnServer;
	/** Anna's copy of the room: one message before the backup, one of hers and one of Борис's after it. */
	copy: Y.Doc;
	/** A second room of the same people, with one message after the backup. */
	otherRoom: { id: string; copy: Y.Doc };
}

/** Backs a server up, has people say things, restores it and starts it with these arguments. */
export async function restore(args: string[]): Promise<Restored> {
	const room = await startRoom();
	const { server } = room;
	const other = await createRoom(server.origin, room.anna.cookie, { title: 'Other', kind: 'public' });
	await joinRoom(server.origin, room.boris.cookie, other.id);
	await say(room, room.anna, room.segment, 'before');
	const backup = await mkdtemp(join(tmpdir(), 'tidings-backup-'));
	await server.stop();
	await cp(server.dataDir, backup, { recursive: true });
	await server.start();
	await say(room, room.boris, room.segment, 'his, lost');
	const otherCopy = await say(room, room.anna, segmentName(other.id, 0), 'elsewhere, lost');
	const copy = await say(room, room.anna, room.segment, 'hers, lost');
	await server.stop();
	await rm(server.dataDir, { recursive: true });
	await cp(backup, server.dataDir, { recursive: true });
	await rm(backup, { recursive: true });
	server.args = args;
	await server.start();
	return { room, copy, otherRoom: { id: other.id, copy: otherCopy } };
}

/** A device that has seen a history which this server does not know. */
export async function deviceAhead(room: RoomOnServer, person: SignedIn): Promise<SyncClient> {
	return SyncClient.connect(room.server.origin, person, { id: 'a history that is gone', version: 1 });
}

/** What a new device sees in a document. */
export async function seenBy(room: RoomOnServer, person: SignedIn, document: string): Promise<Y.Doc> {
	const fresh = await SyncClient.connect(room.server.origin, person);
	const doc = await fresh.sync(document);
	fresh.close();
	return doc;
}

async function say(room: RoomOnServer, person: SignedIn, document: string, text: string): Promise<Y.Doc> {
	const client = await SyncClient.connect(room.server.origin, person);
	const doc = await client.sync(document);
	client.say(document, text);
	await until('it is in the room', () => textsOf(doc).includes(text));
	client.close();
	return doc;
}
