import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { People } from '../../src/lib/protocol/control.ts';
import { decodeFrame } from '../../src/lib/protocol/frames.ts';
import { Blocks } from '../people/blocks.ts';
import type { ProfileRecord } from '../storage/people-store.ts';
import { PeoplePresence } from './people-presence.ts';
import { LAST_SEEN_INTERVAL_MS, PEOPLE_INTERVAL_MS } from './socket-limits.ts';
import { makePeer } from './test-peer.ts';
import { PEOPLE_TOPIC } from './topics.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function profile(id: string, more: Partial<ProfileRecord> = {}): ProfileRecord {
	const names = { email: `${id}@example.org`, username: id, displayName: id, about: '' };
	const nothing = { avatar: null, timeZone: null, status: null, lastSeenAt: null };
	return { id, ...names, ...nothing, role: 'member', availability: 'auto', deleted: false, ...more };
}

type Told = People['people'];

/** A workspace of Anna, Борис and Vera, with everything that was told of them. */
function makeWorkspace(everyone = ['anna', 'boris', 'vera'].map((id) => profile(id))) {
	const [blocks, published, stored] = [new Blocks(), [] as Told[], [] as [string[], number][]];
	const companions = new Map<string, string[]>();
	const clock = { now: 1_000 };
	const presence = new PeoplePresence(everyone, {
		blocks,
		now: () => clock.now,
		store: {
			companionsOf: async (userId) => companions.get(userId) ?? [],
			markLastSeen: async (userIds, at) => void stored.push([userIds, at])
		},
		publish: (topic, bytes) => {
			const frame = decodeFrame(bytes);
			if (topic === PEOPLE_TOPIC && frame.kind === 'people') published.push(frame.people);
		},
		report: (error) => void Promise.reject(new Error('in the background', { cause: error }))
	});
	async function come(userId: string, options: Parameters<typeof makePeer>[1] = {}) {
		const made = makePeer(userId, options);
		presence.arrive(made.peer);
		await presence.watch(made.peer);
		const told = () => made.line.frames.flatMap((frame) => (frame.kind === 'people' ? [frame] : []));
		return { ...made, told };
	}
	const tick = () => vi.advanceTimersByTimeAsync(PEOPLE_INTERVAL_MS);
	return { presence, blocks, published, stored, companions, clock, come, tick };
}

it('tells a device of everybody who is here or was, and all of every change once a second (P6)', async () => {
	const { presence, published, clock, stored, come, tick } = makeWorkspace([
		...['anna', 'boris'].map((id) => profile(id)),
		profile('vera', { lastSeenAt: 7 }),
		profile('gone', { lastSeenAt: 7, deleted: true })
	]);
	await come('anna');
	await tick();
	expect(published).toEqual([[{ userId: 'anna', state: 'online' }]]);
	const boris = await come('boris');
	const people = boris.told()[0];
	expect(people?.complete).toBe(true);
	expect(people?.people).toEqual([
		{ userId: 'anna', state: 'online' },
		{ userId: 'vera', state: 'offline', lastSeenAt: 7 }
	]);
	expect(boris.line.topics).toContain(PEOPLE_TOPIC);
	await tick();
	expect(published[1]).toEqual([{ userId: 'boris', state: 'online' }]);
	clock.now = 5_000;
	boris.peer.gone();
	presence.leave(boris.peer);
	await tick();
	expect(published[2]).toEqual([{ userId: 'boris', state: 'offline', lastSeenAt: 5_000 }]);
	expect(stored).toEqual([[['boris'], 5_000]]);
});

it('says away when nobody does anything at any device, and online as soon as somebody does at one (P5)', async () => {
	const { presence, published, come, tick } = makeWorkspace();
	const [phone, desk] = [await come('anna'), await come('anna')];
	presence.setIdle(phone.peer, true);
	await tick();
	expect(published.at(-1)).toEqual([{ userId: 'anna', state: 'online' }]);
	presence.setIdle(desk.peer, true);
	await tick();
	expect(published.at(-1)).toEqual([{ userId: 'anna', state: 'away' }]);
	presence.leave(desk.peer);
	await tick();
	expect(published).toHaveLength(2);
	presence.setIdle(phone.peer, false);
	await tick();
	expect(published.at(-1)).toEqual([{ userId: 'anna', state: 'online' }]);
});

it('does not notice a page that is loaded again', async () => {
	const { presence, published, come, tick } = makeWorkspace();
	const before = await come('anna');
	await tick();
	presence.leave(before.peer);
	const between = await come('boris');
	await come('anna');
	await tick();
	expect(published.slice(1)).toEqual([[{ userId: 'boris', state: 'online' }]]);
	expect(between.told()[0]?.people).toEqual([{ userId: 'anna', state: 'online' }]);
});

it('says busy while they are here, and of who hides nothing at all, not even when they were here (P5)', async () => {
	const hidden = profile('vera', { availability: 'hidden', lastSeenAt: 9 });
	const { presence, published, stored, come, tick } = makeWorkspace([profile('anna'), profile('boris'), hidden]);
	const vera = await come('vera');
	await come('anna');
	presence.profileChanged(profile('anna', { availability: 'busy' }));
	await tick();
	expect(published).toEqual([[{ userId: 'anna', state: 'busy' }]]);
	expect(vera.told()[0]?.people).toEqual([]);
	presence.leave(vera.peer);
	await tick();
	expect(published).toHaveLength(1);
	expect(stored).toEqual([]);
});

it('lets whoever is blocked see the other go, and nothing more of them (P7)', async () => {
	const { presence, blocks, come, tick } = makeWorkspace();
	const [anna, boris] = [await come('anna'), await come('boris')];
	await tick();
	boris.line.frames.length = 0;
	blocks.set({ userId: 'anna', blockedId: 'boris' }, true);
	expect(boris.told().map(({ people }) => people)).toEqual([[{ userId: 'anna', state: 'offline' }]]);
	expect(boris.line.topics).not.toContain(PEOPLE_TOPIC);
	presence.setIdle(anna.peer, true);
	await come('vera');
	await tick();
	expect(boris.told().at(-1)?.people).toEqual([{ userId: 'vera', state: 'online' }]);
	const again = await come('boris');
	expect(again.told()[0]?.people.map(({ userId }) => userId)).toEqual(['boris', 'vera']);
	blocks.set({ userId: 'anna', blockedId: 'boris' }, false);
	expect(boris.told().at(-1)?.people).toEqual([{ userId: 'anna', state: 'away' }]);
	expect(boris.line.topics).toContain(PEOPLE_TOPIC);
});

it('tells a guest of nobody but those they share a room with, as that changes (P7)', async () => {
	const { presence, companions, come, tick } = makeWorkspace();
	companions.set('guest', ['boris']);
	const guest = await come('guest', { role: 'guest' });
	expect(guest.line.topics).not.toContain(PEOPLE_TOPIC);
	await come('anna');
	await come('boris');
	await tick();
	expect(
		guest
			.told()
			.at(-1)
			?.people.map(({ userId }) => userId)
	).toEqual(['guest', 'boris']);
	companions.set('guest', ['anna']);
	presence.membershipsChanged();
	await tick();
	expect(guest.told().at(-1)).toMatchObject({ complete: true });
	expect(
		guest
			.told()
			.at(-1)
			?.people.map(({ userId }) => userId)
	).toEqual(['anna', 'guest']);
});

it('keeps once a minute who is here, for a server that is killed, and tells nobody of that', async () => {
	const { presence, stored, published, clock, come, tick } = makeWorkspace();
	await vi.advanceTimersByTimeAsync(LAST_SEEN_INTERVAL_MS);
	expect(stored).toEqual([]);
	await come('anna');
	await tick();
	clock.now = 9_000;
	await vi.advanceTimersByTimeAsync(LAST_SEEN_INTERVAL_MS);
	expect(stored).toEqual([[['anna'], 9_000]]);
	expect(published).toHaveLength(1);
	presence.stop();
	await vi.advanceTimersByTimeAsync(LAST_SEEN_INTERVAL_MS);
	expect(stored).toHaveLength(2);
	expect(vi.getTimerCount()).toBe(0);
});

it('keeps when everybody was last seen as the server goes', async () => {
	const { presence, stored, come } = makeWorkspace();
	const anna = await come('anna');
	await come('boris');
	presence.stop();
	presence.leave(anna.peer);
	expect(stored).toEqual([[['anna', 'boris'], 1_000]]);
});
