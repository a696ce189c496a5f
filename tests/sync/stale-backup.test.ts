import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { auditedActions } from '../support/audit.ts';
import { aSegmentFull, sayMany } from '../support/many-messages.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import type { SignedIn } from '../support/people.ts';
import { SyncClient, textsOf, timelineOf, type HistoryPoint } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
let backup: string;

/** What Anna's device holds of the room, and the newest point of the server's history that it has seen. */
interface Kept {
	doc: Y.Doc;
	point: HistoryPoint;
}

beforeEach(async () => {
	room = await startRoom();
	backup = await mkdtemp(join(tmpdir(), 'tidings-backup-'));
	await (await speaking(room.anna, ['before the backup'])).client.closed();
	await room.server.stop();
	await cp(room.server.dataDir, backup, { recursive: true });
	await room.server.start();
});
afterEach(async () => {
	await room.server.dispose();
	await rm(backup, { recursive: true });
});

/** Someone comes, reads the first segment, says something and goes. */
async function speaking(person: SignedIn, texts: string[]): Promise<Kept & { client: SyncClient }> {
	const client = await SyncClient.connect(room.server.origin, person);
	const { history: id } = await client.heard('server-hello');
	const doc = await client.sync(room.segment);
	sayMany(client, room.segment, texts);
	await until('it is in the room', () => texts.every((text) => textsOf(doc).includes(text)));
	const versions = client.frames.map((frame) => (frame.kind === 'update' ? (frame.step?.version ?? 0) : 0));
	client.close();
	return { client, doc, point: { id, version: Math.max(...versions) } };
}

async function restore(...args: string[]): Promise<void> {
	await room.server.kill9();
	await rm(room.server.dataDir, { recursive: true });
	await cp(backup, room.server.dataDir, { recursive: true });
	room.server.args = args;
	await room.server.start();
}

const health = async () => {
	const response = await fetch(`${room.server.origin}/healthz`);
	return { ...((await response.json()) as { accountsAhead: number; healing: boolean }), code: response.status };
};

/** A device that knows more than the server asks to sync. */
async function comeBack(person: SignedIn, { doc, point }: Kept): Promise<SyncClient> {
	const client = await SyncClient.connect(room.server.origin, person, point);
	expect(await client.heard('server-hello')).toMatchObject({ lost: true });
	client.send({ kind: 'sync-step-1', document: room.segment, stateVector: Y.encodeStateVector(doc), generation: 0 });
	return client;
}

async function serverTexts(segment = room.segment): Promise<(string | undefined)[]> {
	return textsOf(await (await SyncClient.connect(room.server.origin, room.boris)).sync(segment));
}

describe('a server that was restored from an older backup (H2, H3)', () => {
	it('says so to the device, to its log and in its health, and leaves the device what it has', async () => {
		const kept = await speaking(room.anna, ['after the backup']);
		await restore();
		expect(await health()).toMatchObject({ code: 200, accountsAhead: 0 });
		const anna = await comeBack(room.anna, kept);
		expect(await anna.heard('closed', room.segment)).toMatchObject({ reason: 'ahead' });
		expect(await anna.heard('server-hello')).toMatchObject({ healing: false });
		expect(await health()).toMatchObject({ code: 200, accountsAhead: 1, healing: false });
		expect(room.server.log).toContain('restored from an older backup');
		anna.say(room.segment, 'made on top of what is lost');
		anna.send({ kind: 'heal', document: room.segment, update: Y.encodeStateAsUpdate(kept.doc) });
		await until('it is told again', () => anna.frames.filter(({ kind }) => kind === 'closed').length === 2);
		expect(await serverTexts()).toEqual(['before the backup']);
	});

	it('goes on with whoever knows nothing of it', async () => {
		await speaking(room.anna, ['after the backup']);
		await restore();
		const boris = await SyncClient.connect(room.server.origin, room.boris);
		expect(await boris.heard('server-hello')).toMatchObject({ lost: false });
		const doc = await boris.sync(room.segment);
		boris.say(room.segment, 'life goes on');
		await until('it is in the room', () => textsOf(doc).includes('life goes on'));
		expect(textsOf(doc)).toEqual(['before the backup', 'life goes on']);
	});

	it('is told apart from one that was only restarted or killed (H1)', async () => {
		let { doc, point } = await speaking(room.anna, ['one']);
		for (const end of ['stop', 'kill9'] as const) {
			await room.server[end]();
			await room.server.start();
			const client = await SyncClient.connect(room.server.origin, room.anna, point);
			expect(await client.heard('server-hello')).toMatchObject({ lost: false });
			client.close();
			({ doc, point } = await speaking(room.anna, [`after ${end}`]));
		}
		expect(await health()).toMatchObject({ accountsAhead: 0 });
		expect(textsOf(doc)).toEqual(['before the backup', 'one', 'after stop', 'after kill9']);
	});

	it('that is not asked to heal says so also of a segment that it never had', async () => {
		const kept = await speaking(room.anna, aSegmentFull());
		const next = segmentName(room.roomId, 1);
		const anna = await SyncClient.connect(room.server.origin, room.anna);
		const copy = await anna.sync(next);
		anna.say(next, 'in the second segment');
		await until('it is in the room', () => textsOf(copy).length === 1);
		await restore();
		const back = await SyncClient.connect(room.server.origin, room.anna, kept.point);
		back.send({ kind: 'sync-step-1', document: next, stateVector: Y.encodeStateVector(copy), generation: 0 });
		expect(await back.heard('closed', next)).toMatchObject({ reason: 'ahead' });
	});
});

describe('a restored server that heals (H4, H5)', () => {
	it('takes back what devices hold, with its time, at the end; and says so in both logs', async () => {
		await speaking(room.boris, ['from Boris, after']);
		const kept = await speaking(room.anna, ['from Anna, after']);
		const times = kept.doc.getArray('timeline').toArray();
		await restore('--heal');
		expect(await health()).toMatchObject({ code: 200, healing: true });
		const newcomer = await speaking(room.boris, ['new']);
		expect(textsOf(newcomer.doc)).toEqual(['before the backup', 'new']);
		const anna = await comeBack(room.anna, kept);
		expect(await anna.heard('closed', room.segment)).toMatchObject({ reason: 'ahead' });
		anna.forget();
		anna.send({ kind: 'heal', document: room.segment, update: Y.encodeStateAsUpdate(kept.doc) });
		expect(await anna.heard('closed', room.segment)).toMatchObject({ reason: 'renew' });
		const healed = await anna.sync(room.segment);
		expect(textsOf(healed)).toEqual(['before the backup', 'new', 'from Boris, after', 'from Anna, after']);
		const at = (entry: unknown) => (entry as { at: number }).at;
		expect(healed.getArray('timeline').toArray().slice(2).map(at)).toEqual(times.slice(1).map(at));
		expect(auditedActions(room.server.dataDir)).toEqual(expect.arrayContaining(['healing-began', 'messages-healed']));
		expect(room.server.log).toContain('healing: devices may give back');
		await room.server.kill9();
		room.server.args = [];
		await room.server.start();
		expect(await serverTexts()).toEqual(textsOf(healed));
	});

	it('takes back a whole closed segment, and goes on in the next', async () => {
		const kept = await speaking(room.anna, aSegmentFull());
		await restore('--heal=5');
		const anna = await comeBack(room.anna, kept);
		anna.send({ kind: 'heal', document: room.segment, update: Y.encodeStateAsUpdate(kept.doc) });
		await anna.heard('update', segmentName(room.roomId, 1));
		const ids = timelineOf(await (await SyncClient.connect(room.server.origin, room.boris)).sync(room.segment));
		expect(ids).toEqual(timelineOf(kept.doc));
	});

	it('closes on a copy that is none, and on healing by a device that has lost nothing (S6)', async () => {
		const kept = await speaking(room.anna, ['after']);
		await restore('--heal');
		const anna = await comeBack(room.anna, kept);
		anna.send({ kind: 'heal', document: room.segment, update: Uint8Array.of(1, 2, 3) });
		expect(await anna.closed()).toBe(4400);
		const boris = await SyncClient.connect(room.server.origin, room.boris);
		boris.send({ kind: 'heal', document: room.segment, update: Y.encodeStateAsUpdate(kept.doc) });
		expect(await boris.closed()).toBe(4400);
	});
});
