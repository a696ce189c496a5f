import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { decodeFrame, decodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { AWARENESS_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import { Blocks } from '../people/blocks.ts';
import { Presence } from './presence.ts';
import { IDLE_TIMEOUT_S, PRESENCE_INTERVAL_MS } from './socket-limits.ts';
import { makePeer } from './test-peer.ts';
import { presenceTopicOf, stockTopicOf } from './topics.ts';

const ROOM = 'room/r';
/** How long somebody who is gone may seem to be there, in seconds (P4). */
const GONE_WITHIN_S = 30;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Presence with someone who watches the room, as y-protocols' own awareness. */
function makeRoom() {
	const published: string[] = [];
	const watcher = new Awareness(new Y.Doc());
	watcher.setLocalState(null);
	const blocks = new Blocks();
	const presence = new Presence((topic, bytes) => {
		published.push(topic);
		if (topic !== presenceTopicOf(ROOM)) return;
		const frame = decodeFrame(bytes);
		if (frame.kind === 'awareness') applyAwarenessUpdate(watcher, frame.payload, 'server');
	}, blocks);
	const tick = () => void vi.advanceTimersByTime(PRESENCE_INTERVAL_MS);
	return { presence, blocks, published, tick, seen: () => [...watcher.getStates().values()] };
}

/** What a client says of itself. */
function state(clientId: number, clock: number, value: unknown): Uint8Array {
	return encoding.encode((encoder) => {
		[1, clientId, clock].forEach((number) => encoding.writeVarUint(encoder, number));
		encoding.writeVarString(encoder, JSON.stringify(value));
	});
}

it('says who is there under the account that it is, whatever a client calls itself (P2)', () => {
	const { presence, tick, seen } = makeRoom();
	const { peer } = makePeer('boris');
	expect(presence.take(peer, ROOM, state(7, 1, { user: 'anna', typing: true }))).toBe(true);
	tick();
	expect(seen()).toEqual([{ user: 'boris', typing: true }]);
});

it('ignores an awareness id that another socket uses: nobody is changed or sent away by others (P2)', () => {
	const { presence, tick, seen } = makeRoom();
	const [anna, boris] = [makePeer('anna').peer, makePeer('boris').peer];
	presence.take(anna, ROOM, state(7, 1, { typing: true }));
	presence.take(boris, ROOM, state(7, 9, { typing: false }));
	presence.take(boris, ROOM, state(7, 10, null));
	tick();
	expect(seen()).toEqual([{ user: 'anna', typing: true }]);
});

it('keeps one state of each socket, so that nobody is there a hundred times', () => {
	const { presence, tick, seen } = makeRoom();
	const { peer } = makePeer('anna');
	for (let id = 1; id <= 100; id++) presence.take(peer, ROOM, state(id, 1, {}));
	tick();
	expect(seen()).toHaveLength(1);
});

it('gathers changes and sends the last of them together, to both kinds of sockets (P3)', () => {
	const { presence, published, tick, seen } = makeRoom();
	const [anna, boris] = [makePeer('anna').peer, makePeer('boris').peer];
	for (let clock = 1; clock <= 20; clock++) presence.take(anna, ROOM, state(1, clock, { clock }));
	presence.take(boris, ROOM, state(2, 1, { clock: 0 }));
	vi.advanceTimersByTime(PRESENCE_INTERVAL_MS - 1);
	expect(published).toEqual([]);
	tick();
	expect(published).toEqual([presenceTopicOf(ROOM), stockTopicOf(ROOM)]);
	expect(seen()).toEqual([
		{ user: 'anna', clock: 20 },
		{ user: 'boris', clock: 0 }
	]);
});

it('passes over what is older than what is known', () => {
	const { presence, tick, seen } = makeRoom();
	const { peer } = makePeer('anna');
	presence.take(peer, ROOM, state(1, 5, { text: 'new' }));
	presence.take(peer, ROOM, state(1, 4, { text: 'old' }));
	tick();
	expect(seen()).toEqual([{ user: 'anna', text: 'new' }]);
});

it.each([
	[
		'takes itself back with a state of null (P1)',
		(presence: Presence, peer: ReturnType<typeof makePeer>['peer']) => presence.take(peer, ROOM, state(1, 2, null))
	],
	[
		'has closed its socket (P4)',
		(presence: Presence, peer: ReturnType<typeof makePeer>['peer']) => presence.leave(peer)
	],
	[
		'may not see the room any more',
		(presence: Presence, peer: ReturnType<typeof makePeer>['peer']) => presence.leave(peer, ROOM)
	]
])('shows nobody who %s', (_, leave) => {
	const { presence, tick, seen } = makeRoom();
	const { peer } = makePeer('anna');
	presence.take(peer, ROOM, state(1, 1, {}));
	tick();
	expect(seen()).toHaveLength(1);
	leave(presence, peer);
	tick();
	expect(seen()).toEqual([]);
	expect(presence.everyone(ROOM, makePeer('vera').peer)).toBeUndefined();
});

it('tells whoever comes later of everyone, in y-protocols’ own words (W5)', () => {
	const { presence } = makeRoom();
	const theirs = new Awareness(new Y.Doc());
	theirs.setLocalState({ user: 'me', cursor: 3 });
	presence.take(makePeer('anna').peer, ROOM, encodeAwarenessUpdate(theirs, [theirs.clientID]));
	const late = new Awareness(new Y.Doc());
	applyAwarenessUpdate(late, presence.everyone(ROOM, makePeer('vera').peer) ?? new Uint8Array(), 'server');
	expect(late.getStates().get(theirs.clientID)).toEqual({ user: 'anna', cursor: 3 });
	[theirs, late].forEach((awareness) => awareness.destroy());
});

it.each([
	['is too large (P3)', state(1, 1, { text: 'x'.repeat(AWARENESS_MAX_BYTES) })],
	['is cut off', state(1, 1, {}).subarray(0, 3)],
	['is no JSON', Uint8Array.of(1, 1, 1, 1, 123)]
])('takes nothing of what %s', (_, payload) => {
	const { presence } = makeRoom();
	expect(presence.take(makePeer().peer, ROOM, payload)).toBe(false);
	expect(presence.everyone(ROOM, makePeer('vera').peer)).toBeUndefined();
});

/** Whom a socket has been shown, in whichever of the two dialects. */
function shownTo(
	bytes: Uint8Array[],
	decode: (frame: Uint8Array) => { kind: string; payload?: Uint8Array }
): unknown[] {
	const awareness = new Awareness(new Y.Doc());
	awareness.setLocalState(null);
	for (const frame of bytes.map(decode)) {
		if (frame.payload !== undefined) applyAwarenessUpdate(awareness, frame.payload, 'server');
	}
	const seen = [...awareness.getStates().values()].map(({ user }) => user as unknown);
	awareness.destroy();
	return seen;
}

it('shows who has blocked somebody to all but them, and not on the topic (P7)', () => {
	const { presence, blocks, published, tick } = makeRoom();
	const [boris, vera, bot] = [makePeer('boris'), makePeer('vera'), makePeer('iryna', { stock: true })];
	presence.watch(boris.peer, ROOM, 'multiplexed');
	presence.watch(vera.peer, ROOM, 'multiplexed');
	presence.watch(bot.peer, ROOM, 'stock');
	blocks.set({ userId: 'anna', blockedId: 'boris' }, true);
	presence.take(makePeer('anna').peer, ROOM, state(1, 1, {}));
	tick();
	expect(published).toEqual([]);
	expect(shownTo(vera.line.bytes, decodeFrame)).toEqual(['anna']);
	expect(shownTo(bot.line.bytes, decodeStockFrame)).toEqual(['anna']);
	expect(boris.line.bytes).toEqual([]);
	expect(presence.everyone(ROOM, boris.peer)).toBeUndefined();
	expect(presence.everyone(ROOM, vera.peer)).toBeDefined();
});

it('takes who blocks somebody from their screen at once (P7)', () => {
	const { presence, blocks, tick } = makeRoom();
	const boris = makePeer('boris');
	presence.watch(boris.peer, ROOM, 'multiplexed');
	presence.take(makePeer('anna').peer, ROOM, state(1, 3, {}));
	const before = presence.everyone(ROOM, boris.peer);
	tick();
	blocks.set({ userId: 'anna', blockedId: 'boris' }, true);
	const awareness = new Awareness(new Y.Doc());
	awareness.setLocalState(null);
	applyAwarenessUpdate(awareness, before ?? new Uint8Array(), 'server');
	for (const frame of boris.line.frames) {
		if (frame.kind === 'awareness') applyAwarenessUpdate(awareness, frame.payload, 'server');
	}
	expect([...awareness.getStates().values()]).toEqual([]);
	awareness.destroy();
});

it('takes who hides out of every room, tells nothing of them meanwhile, and shows them again (P5)', () => {
	const { presence, published, tick, seen } = makeRoom();
	const [anna, boris] = [makePeer('anna'), makePeer('boris')];
	presence.take(anna.peer, ROOM, state(1, 1, {}));
	tick();
	expect(seen()).toEqual([{ user: 'anna' }]);
	presence.setHidden('anna', true);
	tick();
	expect(seen()).toEqual([]);
	published.length = 0;
	presence.take(anna.peer, ROOM, state(1, 2, { typing: true }));
	tick();
	expect(published).toEqual([]);
	expect(presence.everyone(ROOM, boris.peer)).toBeUndefined();
	presence.setHidden('anna', false);
	tick();
	expect(seen()).toEqual([{ user: 'anna', typing: true }]);
});

it('tells nothing of who hides and goes', () => {
	const { presence, published, tick } = makeRoom();
	const anna = makePeer('anna');
	presence.setHidden('anna', true);
	presence.take(anna.peer, ROOM, state(1, 1, {}));
	presence.leave(anna.peer);
	tick();
	presence.setHidden('anna', false);
	tick();
	expect(published).toEqual([]);
});

it('tells nobody anything who has closed their socket, also of those who block', () => {
	const { presence, blocks, tick } = makeRoom();
	const boris = makePeer('boris');
	presence.watch(boris.peer, ROOM, 'multiplexed');
	presence.leave(boris.peer);
	blocks.set({ userId: 'anna', blockedId: 'vera' }, true);
	presence.take(makePeer('anna').peer, ROOM, state(1, 1, {}));
	tick();
	expect(boris.line.bytes).toEqual([]);
});

it('passes on that somebody types and what stock clients say of their cursors, and no other account (P2)', () => {
	const { presence, tick, seen } = makeRoom();
	presence.take(
		makePeer('anna').peer,
		ROOM,
		state(1, 1, { user: { id: 'boris' }, typing: true, cursor: { anchor: 3 } })
	);
	tick();
	expect(seen()).toEqual([{ user: 'anna', typing: true, cursor: { anchor: 3 } }]);
});

it('takes a silent socket for dead before those who look would notice (P4)', () => {
	expect(IDLE_TIMEOUT_S).toBeLessThan(GONE_WITHIN_S - PRESENCE_INTERVAL_MS / 1000);
	// uWebSockets.js allows no other idle timeouts, and pings half-way.
	expect(IDLE_TIMEOUT_S).toBeGreaterThan(8);
});
