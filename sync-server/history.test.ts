import { pino } from 'pino';
import { expect, test } from 'vitest';
import { History } from './history.ts';
import { createMemoryStorage } from './storage/memory/memory-storage.ts';
import type { AuditRecord } from './storage/storage.ts';

const MINUTE_MS = 60_000;

async function begin(healMinutes = 0, storage = createMemoryStorage()) {
	const clock = { now: 1_000_000 };
	const [logged, audited] = [[] as string[], [] as AuditRecord[]];
	const log = pino({ level: 'warn' }, { write: (line: string) => logged.push(line) });
	storage.audit = async (record) => void audited.push(record);
	const history = await History.begin(storage, { healMinutes, now: () => clock.now, log });
	return { history, storage, clock, logged, audited };
}

test('a device that has seen nothing, or what the store has lived through, is not ahead (H1)', async () => {
	const { history, storage, logged } = await begin();
	const version = await storage.appendCommit({
		document: 'd',
		base: 0,
		update: Uint8Array.of(),
		claims: [],
		messages: []
	});
	for (const point of [undefined, { id: history.id, version: 0 }, { id: history.id, version }]) {
		expect(await history.hasLost(point, 'anna')).toBe(false);
	}
	expect([history.accountsAhead, logged]).toEqual([0, []]);
});

test('a device from before an ordinary restart is not ahead (H1)', async () => {
	const first = await begin();
	const second = await begin(0, first.storage);
	expect(second.history.id).not.toBe(first.history.id);
	expect(await second.history.hasLost({ id: first.history.id, version: 0 }, 'anna')).toBe(false);
});

test('a later version, or a history that the store does not know, is ahead; each account is said and counted once (H2)', async () => {
	const { history, logged } = await begin();
	expect(await history.hasLost({ id: history.id, version: 1 }, 'anna')).toBe(true);
	expect(await history.hasLost({ id: 'unknown', version: 0 }, 'anna')).toBe(true);
	expect(history.accountsAhead).toBe(1);
	expect(logged).toHaveLength(1);
	expect(logged[0]).toContain('restored from an older backup');
	expect(await history.hasLost({ id: 'unknown', version: 5 }, 'boris')).toBe(true);
	expect([history.accountsAhead, logged.length]).toEqual([2, 2]);
});

test('healing begins with a word in both logs and ends after its minutes (H4)', async () => {
	const { history, clock, logged, audited } = await begin(60);
	expect(audited).toEqual([{ actor: 'server', action: 'healing-began', subject: '60 min' }]);
	expect(logged[0]).toContain('healing');
	clock.now += 60 * MINUTE_MS - 1;
	expect(history.healing).toBe(true);
	clock.now += 1;
	expect(history.healing).toBe(false);
});

test('without it a server never heals, and says nothing of it', async () => {
	const { history, logged, audited } = await begin();
	expect([history.healing, logged, audited]).toEqual([false, [], []]);
});
