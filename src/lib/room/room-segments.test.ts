import { ObservableV2 } from 'lib0/observable';
import { expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { headName, segmentName } from '../protocol/document-name.ts';
import { HEAD_ROOTS } from '../protocol/head.ts';
import { newId } from '../protocol/ids.ts';
import { SEGMENT_ROOTS } from '../protocol/message.ts';
import { CATCH_UP_MAX, RoomSegments, SCREENFUL } from './room-segments.ts';
import type { ConnectionState } from './model.ts';

/** A document that this device has, has not, or has not read yet. */
class Copy extends ObservableV2<{ change: () => void }> {
	loaded = false;
	version = 0;
	doc = new Y.Doc();

	/** It has been read from the device, or has come from the server; `messages` of it. */
	holds(messages: number, version = 1): void {
		this.doc = new Y.Doc();
		this.doc.getArray(SEGMENT_ROOTS.timeline).push(Array.from({ length: messages }, () => ({ id: newId(), at: 1 })));
		this.loaded = true;
		this.version = version;
		this.emit('change', []);
	}
}

class Engine extends ObservableV2<{ change: () => void }> {
	connection: ConnectionState = { kind: 'online' };
	copies = new Map<string, Copy>();
	open = new Set<string>();
	wanted: string[] = [];
	documents = {
		open: (name: string) => {
			this.open.add(name);
			return this.copy(name);
		},
		release: (name: string) => void this.open.delete(name)
	};

	isAwaited = (): boolean => this.awaited;
	/** Whether the room is one that this device has asked for. */
	awaited = false;

	want(name: string): void {
		this.wanted.push(name);
	}

	copy(name: string): Copy {
		const copy = this.copies.get(name) ?? new Copy();
		this.copies.set(name, copy);
		return copy;
	}

	turns(kind: 'online' | 'offline'): void {
		this.connection = { kind };
		this.emit('change', []);
	}
}

const room = newId();
const named = (segment: number) => segmentName(room, segment);

/** A room whose head names `current`; `holding` says how many messages this device has of which segment. */
function opened(current: number, holding: Record<number, number> = {}) {
	const engine = new Engine();
	const head = engine.copy(headName(room));
	for (const [number, messages] of Object.entries(holding)) engine.copy(named(Number(number))).holds(messages);
	const segments = new RoomSegments(room, head, engine);
	const moveTo = (segment: number) => {
		head.doc.getMap(HEAD_ROOTS.meta).set('title', 'General');
		if (segment > 0) head.doc.getMap(HEAD_ROOTS.meta).set('segment', segment);
		head.loaded = true;
		head.emit('change', []);
	};
	moveTo(current);
	return { engine, segments, moveTo, numbers: () => segments.open.map(({ number }) => number) };
}

it('opens the segment that the head names, once there is a head', () => {
	const engine = new Engine();
	const segments = new RoomSegments(room, engine.copy(headName(room)), engine);
	expect([segments.open, segments.older]).toEqual([[], 'idle']);
	expect(opened(7, { 7: SCREENFUL }).numbers()).toEqual([7]);
});

it('opens older ones one at a time, asks the server for each, and ends where the room begins', () => {
	const { segments, engine, numbers } = opened(2, { 2: SCREENFUL, 1: SCREENFUL, 0: SCREENFUL });
	expect(segments.older).toBe('idle');
	segments.loadOlder();
	expect([numbers(), engine.wanted]).toEqual([[1, 2], [named(1)]]);
	segments.loadOlder();
	expect([numbers(), segments.older]).toEqual([[0, 1, 2], 'beginning']);
	segments.loadOlder();
	expect(numbers()).toEqual([0, 1, 2]);
});

it('loads one older segment at a time', () => {
	const { segments, engine, numbers } = opened(3, { 3: SCREENFUL });
	segments.loadOlder();
	expect(segments.older).toBe('loading');
	segments.loadOlder();
	expect(numbers()).toEqual([2, 3]);
	engine.copy(named(2)).holds(SCREENFUL);
	expect(segments.older).toBe('idle');
});

it('waits for a connection where a segment is not on this device, and loads by itself when there is one', () => {
	const { segments, engine } = opened(3, { 3: SCREENFUL });
	engine.turns('offline');
	segments.loadOlder();
	expect(segments.older).toBe('loading');
	engine.copy(named(2)).holds(0, 0);
	expect(segments.older).toBe('waiting');
	engine.turns('online');
	expect(segments.older).toBe('loading');
	engine.copy(named(2)).holds(SCREENFUL);
	expect(segments.older).toBe('idle');
});

it('opens as many older ones as it takes to fill a screen', () => {
	const { numbers } = opened(3, { 3: 1, 2: SCREENFUL - 2, 1: SCREENFUL });
	expect(numbers()).toEqual([1, 2, 3]);
});

it('shows what is on this device where the current segment is not and nothing can fetch it', () => {
	const { engine, segments, numbers } = opened(3);
	engine.turns('offline');
	engine.copy(named(3)).holds(0, 0);
	expect(numbers()).toEqual([2, 3]);
	engine.copy(named(2)).holds(0, 0);
	expect([numbers(), segments.older]).toEqual([[2, 3], 'waiting']);
});

it('knows that a room in which nothing was said has nothing older', () => {
	const { segments, engine } = opened(0);
	expect(segments.older).toBe('loading');
	engine.copy(named(0)).holds(0, 0);
	expect(segments.older).toBe('beginning');
});

it('follows the head to a new segment and keeps what is on screen', () => {
	const { engine, segments, moveTo, numbers } = opened(1, { 1: SCREENFUL, 0: SCREENFUL });
	segments.loadOlder();
	const changed = vi.fn();
	segments.on('change', changed);
	moveTo(2);
	expect(numbers()).toEqual([0, 1, 2]);
	expect(engine.wanted).toContain(named(1));
	expect(changed).toHaveBeenCalledOnce();
});

it('leaves no gap where the head has moved on several times', () => {
	const { engine, moveTo, numbers } = opened(1, { 1: SCREENFUL });
	moveTo(1 + CATCH_UP_MAX);
	expect(numbers()).toEqual([1, 2, 3, 4]);
	expect(engine.wanted).toEqual([1, 2, 3].map(named));
});

it('opens anew at its end where the head has moved on too far', () => {
	const { engine, moveTo, numbers } = opened(1, { 1: SCREENFUL, 90: SCREENFUL });
	moveTo(90);
	expect(numbers()).toEqual([90]);
	expect(engine.open).toEqual(new Set([named(90)]));
});

it('asks for a segment again that was taken off this device while it is on screen, and keeps the others', () => {
	const { engine, segments, numbers } = opened(2, { 2: SCREENFUL, 1: SCREENFUL });
	segments.loadOlder();
	engine.wanted = [];
	engine.copy(named(1)).holds(0, 0);
	expect([numbers(), engine.wanted, segments.older]).toEqual([[1, 2], [named(1)], 'loading']);
});

it('releases what it opened', () => {
	const { engine, segments } = opened(2, { 2: 1, 1: SCREENFUL });
	expect(engine.open.size).toBe(2);
	segments.close();
	expect(engine.open.size).toBe(0);
});

it('counts a segment that has just begun as here also in a tab that counts no versions', () => {
	const { engine, numbers } = opened(2, { 1: SCREENFUL });
	engine.copy(named(2)).doc.getMap(SEGMENT_ROOTS.info).set('firstSeq', 2_001);
	engine.copy(named(2)).loaded = true;
	engine.copy(named(2)).emit('change', []);
	expect(numbers()).toEqual([1, 2]);
});
