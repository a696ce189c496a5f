import { ObservableV2 } from 'lib0/observable';
import { currentSegment, HEAD_ROOTS } from '../protocol/head.ts';
import type { Source } from './changes-of.ts';
import type { ConnectionState, OlderMessages } from './model.ts';
import { OpenSegment, type Documents, type SegmentDocument } from './open-segment.ts';
import type { TimelineSegment } from './timeline.ts';

/** Fewer messages than this are no conversation to come into: as many again are opened. A few screens of a desktop. */
export const SCREENFUL = 100;

/**
 * Segments that may be opened together when the head has moved on while the room was on screen: what a busy team writes
 * while a laptop sleeps. After a longer absence the room opens anew at its end.
 */
export const CATCH_UP_MAX = 3;

/** What is needed of the engine. */
export interface SegmentsEngine extends Source {
	readonly connection: ConnectionState;
	readonly documents: Documents;
	want(name: string): void;
	/** Whether a room is here only because this device has asked for it: it has no head yet, and one segment. */
	isAwaited(roomId: string): boolean;
}

/**
 * The segments of a room that are open: from the current one back to where the reader has come, without a gap. It follows
 * the head to a new segment and opens older ones when asked.
 */
export class RoomSegments extends ObservableV2<{ change: () => void }> {
	#roomId: string;
	#head: SegmentDocument;
	#engine: SegmentsEngine;
	/** Oldest first. */
	#open: OpenSegment[] = [];

	constructor(roomId: string, head: SegmentDocument, engine: SegmentsEngine) {
		super();
		this.#roomId = roomId;
		this.#head = head;
		this.#engine = engine;
		head.on('change', this.#tend);
		engine.on('change', this.#tend);
		this.#tend();
	}

	/** Oldest first. */
	get open(): TimelineSegment[] {
		return this.#open.map(({ number, document }) => ({ number, doc: document.doc }));
	}

	/** What is above the oldest message. */
	get older(): OlderMessages {
		const [oldest] = this.#open;
		if (oldest === undefined) return 'idle';
		if (this.#isKnown(oldest)) return oldest.number === 0 ? 'beginning' : 'idle';
		const { kind } = this.#engine.connection;
		const canFetch = kind === 'online' || kind === 'connecting';
		return oldest.document.loaded && !canFetch ? 'waiting' : 'loading';
	}

	/** Opens the next older segment, unless there is none or one is still on its way. */
	loadOlder(): void {
		const [oldest] = this.#open;
		if (oldest === undefined || this.older !== 'idle') return;
		this.#openBefore(oldest);
		this.#fill();
		this.emit('change', []);
	}

	/** Releases every segment. */
	close(): void {
		this.#head.off('change', this.#tend);
		this.#engine.off('change', this.#tend);
		this.#closeAll();
		this.destroy();
	}

	#tend = (): void => {
		const before = this.#open.map(({ name }) => name).join();
		this.#follow();
		this.#fill();
		if (this.#open.map(({ name }) => name).join() !== before) this.emit('change', []);
	};

	/** Opens what the head has moved on to. */
	#follow(): void {
		const meta = this.#head.doc.getMap(HEAD_ROOTS.meta);
		if (!this.#head.loaded || (meta.size === 0 && !this.#engine.isAwaited(this.#roomId))) return;
		const current = currentSegment(meta);
		const newest = this.#open.at(-1);
		if (newest === undefined || current - newest.number > CATCH_UP_MAX) {
			this.#closeAll();
			this.#open = [this.#hold(current)];
			return;
		}
		for (let number = newest.number + 1; number <= current; number++) {
			// What was written into the one before until it was closed may still be missing here.
			this.#engine.want(this.#open.at(-1)?.name ?? newest.name);
			this.#open.push(this.#hold(number));
		}
	}

	/** A new segment begins empty, and so would the screen. */
	#fill(): void {
		for (;;) {
			const [oldest] = this.#open;
			if (oldest === undefined || oldest.number === 0) return;
			// Without a connection the current one may be missing here, and the one before it not.
			const settled = this.#isKnown(oldest) || (this.#open.length === 1 && this.older === 'waiting');
			const messages = this.#open.reduce((sum, { length }) => sum + length, 0);
			if (!settled || messages >= SCREENFUL) return;
			this.#openBefore(oldest);
		}
	}

	#openBefore({ number }: OpenSegment): void {
		const older = this.#hold(number - 1);
		this.#open.unshift(older);
		this.#engine.want(older.name);
	}

	#hold(number: number): OpenSegment {
		const segment = new OpenSegment(this.#roomId, number, this.#engine.documents, (taken) => {
			// The others stay on screen. The current one the engine fetches by itself.
			if (taken && segment !== this.#open.at(-1)) this.#engine.want(segment.name);
			this.#fill();
			this.emit('change', []);
		});
		return segment;
	}

	/** Whether what it holds is known here; that a room's only segment holds nothing at all may be all there is to know. */
	#isKnown(segment: OpenSegment): boolean {
		const isOnly = segment.number === 0 && currentSegment(this.#head.doc.getMap(HEAD_ROOTS.meta)) === 0;
		return segment.isHere || (isOnly && segment.document.loaded);
	}

	#closeAll(): void {
		for (const segment of this.#open) segment.close();
		this.#open = [];
	}
}
