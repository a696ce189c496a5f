import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as Y from 'yjs';
import type { RejectCode } from '../../src/lib/protocol/reject-codes.ts';
import { startRoom, type RoomOnServer } from './room.ts';
import { SyncClient, textsOf } from './sync-client.ts';
import { until } from './until.ts';

/** What Борис, the attacker, has to work with: everything that a member may see. */
export interface Scene {
	/** A copy of the segment to write in, with one message of Anna's and one of his. */
	doc: Y.Doc;
	annaId: string;
	borisId: string;
	/** The id of Anna's message. */
	hers: string;
	/** The Yjs client id under which Anna writes. */
	annaClient: number;
	/** The Yjs client id under which the server writes. */
	serverClient: number;
}

/** One attack: an update and the code it is refused with. */
export interface Attack {
	/** What it does, as the end of "a member cannot …". */
	name: string;
	code: RejectCode;
	/** The document it is aimed at; the segment unless it says otherwise. */
	at?: 'head';
	update: (scene: Scene) => Uint8Array;
}

/** A room with an honest member who is connected, and an attacker who has seen everything. */
export class Battlefield {
	readonly room: RoomOnServer;
	/** Anna, connected for the whole of it. */
	readonly anna: SyncClient;
	readonly annaDoc: Y.Doc;
	readonly #seen: Uint8Array;
	readonly #scene: Omit<Scene, 'doc'>;

	private constructor(room: RoomOnServer, anna: SyncClient, annaDoc: Y.Doc, seen: Y.Doc, scene: Omit<Scene, 'doc'>) {
		this.room = room;
		this.anna = anna;
		this.annaDoc = annaDoc;
		this.#seen = Y.encodeStateAsUpdate(seen);
		this.#scene = scene;
	}

	static async prepare(): Promise<Battlefield> {
		const room = await startRoom();
		const anna = await SyncClient.connect(room.server.origin, room.anna);
		const annaDoc = await anna.sync(room.segment);
		const hers = anna.say(room.segment, 'hello');
		await until('her message is in the room', () => textsOf(annaDoc).includes('hello'));
		const boris = await SyncClient.connect(room.server.origin, room.boris);
		const seen = await boris.sync(room.segment);
		boris.say(room.segment, 'hi');
		await until('his is too', () => textsOf(seen).includes('hi') && textsOf(annaDoc).includes('hi'));
		boris.close();
		const writers = [...seen.store.clients.keys()];
		const serverClient = writers.find((id) => id !== annaDoc.clientID && id !== seen.clientID) ?? 0;
		const [annaId, borisId] = [room.anna.account.id, room.boris.account.id];
		return new Battlefield(room, anna, annaDoc, seen, {
			annaId,
			borisId,
			hers,
			annaClient: annaDoc.clientID,
			serverClient
		});
	}

	/** The attack's update, made from a copy of its own, so that no attempt is part of the next. */
	forge({ update }: Attack): Uint8Array {
		const doc = new Y.Doc();
		Y.applyUpdate(doc, this.#seen);
		return update({ ...this.#scene, doc });
	}

	/** A hash of every byte that documents, their log and their client ids have in the store. */
	storedBytes(): string {
		const db = new Database(join(this.room.server.dataDir, 'tidings.db'), { readonly: true });
		try {
			const tables = ['documents', 'document_updates', 'client_ids', 'message_log'];
			const rows = tables.map((table) => db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all());
			return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
		} finally {
			db.close();
		}
	}

	/** What a new device of Борис receives of the segment, byte for byte. */
	async servedBytes(): Promise<string> {
		const fresh = await SyncClient.connect(this.room.server.origin, this.room.boris);
		fresh.send({
			kind: 'sync-step-1',
			document: this.room.segment,
			stateVector: Y.encodeStateVector(new Y.Doc())
		});
		const { update } = await fresh.heard('sync-step-2', this.room.segment);
		fresh.close();
		return createHash('sha256').update(update).digest('hex');
	}
}

/** The update by which `change` alters `doc`, written under `client` where that is given. */
export function forgedBy(doc: Y.Doc, change: (doc: Y.Doc) => void, client?: number): Uint8Array {
	const before = Y.encodeStateVector(doc);
	if (client !== undefined) doc.clientID = client;
	doc.transact(() => change(doc));
	return Y.encodeStateAsUpdate(doc, before);
}
