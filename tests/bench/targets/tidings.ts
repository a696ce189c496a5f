// The server under test, and all that the benchmarks know of its protocol (PROTOCOL.md).
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { PROTOCOL_VERSION } from '../../../src/lib/protocol/control.ts';
import { segmentName } from '../../../src/lib/protocol/document-name.ts';
import { decodeFrame, encodeFrame } from '../../../src/lib/protocol/frames.ts';
import { messageOf, Pen, type Said } from '../load/message.ts';
import type { Stamp } from '../load/stamp.ts';
import { Hosted, type Program } from './hosted.ts';
import { target } from './hosted-target.ts';
import type { Contestant, Copy, Setting, Writer } from './target.ts';
import { personOf, prepare } from './tidings-people.ts';

const PROGRAM: Program = {
	args: ['--enable-source-maps', 'build/server/main.js'],
	env: (dataDir) => ({ PORT: '0', HOST: '127.0.0.1', ORIGIN: '', DATA_DIR: dataDir, LOG_LEVEL: 'warn' }),
	listens: /running at http:\/\/localhost:(\d+)/
};

/** With fewer, the clients of a large room would be more sockets of one account than anybody has devices. */
const ACCOUNTS_MIN = 50;

/** The reject code of an update that comes too late for its segment. */
const SEGMENT_CLOSED = 'segment-closed';

export const TIDINGS: Contestant = {
	name: 'Tidings',
	confirms: 'on disk',
	async start({ rooms, writersPerRoom }: Setting) {
		const accounts = rooms === 1 ? Math.max(ACCOUNTS_MIN, writersPerRoom) : Math.min(rooms, 100);
		const { data, people, roomIds } = await prepare(PROGRAM, rooms, accounts);
		const hosted = await Hosted.start({ ...PROGRAM, data });
		const segmentOf = (room: number) => segmentName(roomIds[room] ?? '', 0);
		const personAt = (room: number, client: number) => personOf(people, rooms === 1 ? client : room);
		return target(hosted, {
			enter: (room, client, have) => ({
				path: '/sync',
				headers: { origin: `http://localhost:${hosted.port}`, cookie: personAt(room, client).cookie },
				opening: [
					encodeFrame({ kind: 'client-hello', protocol: PROTOCOL_VERSION }),
					stepOne(segmentOf(room), have instanceof TidingsCopy ? have.doc : new Y.Doc())
				],
				ready: { prefix: stepTwoPrefix(segmentOf(room)) }
			}),
			writer: (room, client) => new TidingsWriter(roomIds[room] ?? '', personAt(room, client).account.id),
			copy: (room) => new TidingsCopy(segmentOf(room))
		});
	}
};

class TidingsCopy implements Copy {
	readonly doc = new Y.Doc();
	#document: string;

	constructor(document: string) {
		this.#document = document;
	}

	completes(payload: Buffer): boolean {
		const prefix = stepTwoPrefix(this.#document);
		return payload.subarray(0, prefix.length).equals(prefix);
	}

	apply(payload: Buffer): void {
		const frame = decodeFrame(payload);
		if (!('document' in frame) || frame.document !== this.#document) return;
		if (frame.kind === 'sync-step-2' || frame.kind === 'update') Y.applyUpdate(this.doc, frame.update);
	}
}

/** Writes into the room's current segment, and into the next once that one takes no more. */
class TidingsWriter implements Writer {
	#roomId: string;
	#author: string;
	#segment = 0;
	#pen = new Pen();
	/** What each update said that has no ack yet, oldest first. */
	#waiting: Said[][] = [];
	/** Updates with an ack: all of them, and those in this segment, whose ordinals begin at 1 again. */
	#acknowledged = { ever: 0, here: 0 };

	constructor(roomId: string, author: string) {
		this.#roomId = roomId;
		this.#author = author;
	}

	say(stamps: Stamp[]): Uint8Array[] {
		const said = stamps.map((stamp) => messageOf(stamp, this.#author));
		this.#waiting.push(said);
		return [this.#write(said)];
	}

	hear(payload: Buffer): ReturnType<Writer['hear']> {
		const frame = decodeFrame(payload);
		if (!('document' in frame) || frame.document !== this.#document) return {};
		if (frame.kind === 'reject') return { answer: this.#moveOn(frame.code) };
		return frame.kind === 'ack' ? { confirmed: this.#count(frame.ordinal) } : {};
	}

	get #document(): string {
		return segmentName(this.#roomId, this.#segment);
	}

	#write(said: Said[]): Uint8Array {
		return encodeFrame({ kind: 'update', document: this.#document, update: this.#pen.write(said) });
	}

	#count(ordinal: number): number {
		const count = ordinal - this.#acknowledged.here;
		this.#waiting.splice(0, count);
		this.#acknowledged = { ever: this.#acknowledged.ever + count, here: ordinal };
		return this.#acknowledged.ever;
	}

	/** Says everything again that was not acknowledged, under the ids it had. */
	#moveOn(code: string): Uint8Array[] {
		if (code !== SEGMENT_CLOSED) throw new Error(`the server refused a message: ${code}`);
		this.#segment += 1;
		this.#pen = new Pen();
		this.#acknowledged.here = 0;
		return [stepOne(this.#document, new Y.Doc()), ...this.#waiting.map((said) => this.#write(said))];
	}
}

function stepOne(document: string, doc: Y.Doc): Uint8Array {
	return encodeFrame({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(doc) });
}

/** How every step 2 of a document begins: its name, then a sync message (0), a step 2 (1). */
function stepTwoPrefix(document: string): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarString(encoder, document);
		encoding.writeVarUint(encoder, 0);
		encoding.writeVarUint(encoder, 1);
	});
}
