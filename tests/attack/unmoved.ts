import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect } from 'vitest';
import * as Y from 'yjs';
import type { Battlefield } from './battlefield.ts';

/** Everything that is said, and who may say it. Sessions and the audit log go on by themselves. */
const TABLES = [
	'documents',
	'document_updates',
	'document_snapshots',
	'client_ids',
	'message_log',
	'rooms',
	'memberships',
	'bans',
	'commit_counter'
];

/**
 * Runs one attempt and holds it against U1: not a byte of the store, of what a new device is served, or of what an honest
 * member's device holds has moved; the server is well, and she goes on.
 */
export async function expectUnmoved(field: Battlefield, attempt: () => Promise<void>): Promise<void> {
	const before = await everyByte(field);
	await attempt();
	expect(await everyByte(field)).toEqual(before);
	expect(field.anna.closeCode).toBeUndefined();
	const health = await fetch(`${field.room.server.origin}/healthz`);
	expect(await health.json()).toMatchObject({ status: 'ok', accountsAhead: 0 });
	await field.annaGoesOn();
}

async function everyByte(field: Battlefield): Promise<object> {
	const held = [...field.copies].map(([target, doc]) => [target, hash(Y.encodeStateAsUpdate(doc))]);
	return { stored: storedBytes(field), served: await servedBytes(field), held };
}

function storedBytes({ room }: Battlefield): string[] {
	const db = new Database(join(room.server.dataDir, 'tidings.db'), { readonly: true });
	try {
		return TABLES.map((table) => {
			const all = createHash('sha256');
			for (const row of db.prepare<[], unknown[]>(`SELECT * FROM ${table} ORDER BY 1, 2`).raw().iterate()) {
				for (const value of row) all.update(value instanceof Buffer ? value : `${String(value)}|`);
			}
			return `${table} ${all.digest('hex')}`;
		});
	} finally {
		db.close();
	}
}

/** What a device with nothing would receive. */
async function servedBytes(field: Battlefield): Promise<string[]> {
	const { witness } = field;
	const targets = [...field.copies.keys()];
	witness.forget();
	for (const document of targets.map((target) => field.document(target))) {
		witness.send({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(new Y.Doc()) });
	}
	const served = targets.map(async (target) => {
		return `${target} ${hash((await witness.heard('sync-step-2', field.document(target))).update)}`;
	});
	return Promise.all(served);
}

function hash(bytes: Uint8Array | string): string {
	return createHash('sha256').update(bytes).digest('hex');
}
