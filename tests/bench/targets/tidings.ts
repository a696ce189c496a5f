// The server under test, and all that the benchmarks know of its protocol (PROTOCOL.md).
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { PROTOCOL_VERSION } from '../../../src/lib/protocol/control.ts';
import { headName, parseDocumentName, segmentName } from '../../../src/lib/protocol/document-name.ts';
import { decodeFrame, encodeFrame } from '../../../src/lib/protocol/frames.ts';
import { messageOf, Pen, type Said } from '../load/message.ts';
import type { Stamp } from '../load/stamp.ts';
import { Hosted, type Program } from './hosted.ts';
import { target } from './hosted-target.ts';
import type { Contestant, Copy, Setting, Target, Writer } from './target.ts';
import { fillStore } from './tidings-history.ts';
import { personOf, prepare, type Prepared } from './tidings-people.ts';

const PROGRAM: Program = {
	// As `npm start` does.
	args: ['--max-semi-space-size=4', 'build/server/main.js'],
	env: (dataDir) => ({ PORT: '0', HOST: '127.0.0.1', ORIGIN: '', DATA_DIR: dataDir, LOG_LEVEL: 'warn' }),
	listens: /running at http:\/\/localhost:(\d+)/
};

/** With fewer, the clients of a large room would be more sockets of one account than anybody has devices. */
const ACCOUNTS_MIN = 50;

/** The reject code of an update that comes too late for its segment. */
const SEGMENT_CLOSED = 'segment-closed';

/** A room, and the segment that takes its messages as far as anybody has heard. */
interface Room {
	id: string;
	segment: number;
}

export const TIDINGS: Contestant = {
	name: 'Tidings',
	confirms: 'on disk',
	async start(setting: Setting) {
		const prepared = await prepareFor(setting);
		const rooms = prepared.roomIds.map((id) => ({ id, segment: 0 }));
		return serve(await Hosted.start({ ...PROGRAM, data: prepared.data }), prepared, rooms);
	},
	async startFilled(setting: Setting, messages: number) {
		const prepared = await prepareFor(setting);
		const [id = ''] = prepared.roomIds;
		const { data, segment } = await fillStore(prepared, messages);
		return serve(await Hosted.start({ ...PROGRAM, data }), prepared, [{ id, segment }]);
	}
};

function prepareFor({ rooms, writersPerRoom }: Setting): Promise<Prepared> {
	return prepare(PROGRAM, rooms, rooms === 1 ? Math.max(ACCOUNTS_MIN, writersPerRoom) : Math.min(rooms, 100));
}

function serve(hosted: Hosted, { people }: Prepared, rooms: Room[]): Target {
	const personAt = (room: number, client: number) => personOf(people, rooms.length === 1 ? client : room);
	const roomAt = (room: number) => {
		const found = rooms[room];
		if (found === undefined) throw new Error('there is no such room');
		return found;
	};
	return target(hosted, {
		enter(room, client, have) {
			const { id, segment } = roomAt(room);
			const document = segmentName(id, segment);
			const held = have instanceof TidingsCopy ? have : undefined;
			return {
				path: '/sync',
				headers: { origin: `http://localhost:${hosted.port}`, cookie: personAt(room, client).cookie },
				opening: [
					encodeFrame({ kind: 'client-hello', protocol: PROTOCOL_VERSION }),
					stepOne(headName(id), held?.head ?? new Y.Doc()),
					stepOne(document, held?.docOf(document) ?? new Y.Doc())
				],
				ready: { prefix: stepTwoPrefix(document) }
			};
		},
		writer: (room, client) => new TidingsWriter(roomAt(room), personAt(room, client).account.id),
		copy: (room) => new TidingsCopy(roomAt(room))
	});
}

/** What a device holds: the room's head and its current segment. */
class TidingsCopy implements Copy {
	readonly head = new Y.Doc();
	#room: Room;
	#document: string;
	#segment = new Y.Doc();
	/** Pieces of step 2s that are not complete (W6). */
	#pieces = new Map<string, Uint8Array[]>();

	constructor(room: Room) {
		this.#room = room;
		this.#document = segmentName(room.id, room.segment);
	}

	completes(payload: Buffer): boolean {
		const prefix = stepTwoPrefix(this.#document);
		return payload.subarray(0, prefix.length).equals(prefix);
	}

	apply(payload: Buffer): void {
		const frame = decodeFrame(payload);
		if (!('document' in frame)) return;
		const doc = this.docOf(frame.document);
		if (frame.kind === 'sync-part') this.#piecesOf(frame.document).push(frame.part);
		if (frame.kind === 'update') Y.applyUpdate(doc, frame.update);
		if (frame.kind !== 'sync-step-2') return;
		const pieces = [...this.#piecesOf(frame.document).splice(0), frame.update];
		Y.applyUpdate(doc, pieces.length === 1 ? frame.update : new Uint8Array(Buffer.concat(pieces)));
	}

	/** The document of this name, as far as the device has it. */
	docOf(document: string): Y.Doc {
		if (document === headName(this.#room.id)) return this.head;
		return document === this.#document ? this.#segment : new Y.Doc();
	}

	#piecesOf(document: string): Uint8Array[] {
		const pieces = this.#pieces.get(document) ?? [];
		this.#pieces.set(document, pieces);
		return pieces;
	}
}

/** What a writer has said in one segment. */
interface Saying {
	pen: Pen;
	/** What each update said that has no answer yet, oldest first. */
	waiting: Said[][];
	/** Updates with an ack. */
	acknowledged: number;
}

/** Writes into the room's current segment, as soon as it has heard that it is one. */
class TidingsWriter implements Writer {
	#room: Room;
	#author: string;
	#sayings = new Map<string, Saying>();
	/** Updates that are safe, over all segments. */
	#confirmed = 0;

	constructor(room: Room, author: string) {
		this.#room = room;
		this.#author = author;
		// Its client has entered this one (see `enter`).
		this.#sayings.set(this.#current, { pen: new Pen(), waiting: [], acknowledged: 0 });
	}

	say(stamps: Stamp[]): Uint8Array[] {
		return this.#say([stamps.map((stamp) => messageOf(stamp, this.#author))]);
	}

	hear(payload: Buffer): ReturnType<Writer['hear']> {
		const frame = decodeFrame(payload);
		if (!('document' in frame)) return {};
		if (frame.kind === 'update') this.#notice(frame.document);
		const saying = this.#sayings.get(frame.document);
		if (saying === undefined) return {};
		if (frame.kind === 'reject') return { answer: this.#moveOn(frame.document, saying, frame.code) };
		return frame.kind === 'ack' ? { confirmed: this.#count(saying, frame.ordinal) } : {};
	}

	get #current(): string {
		return segmentName(this.#room.id, this.#room.segment);
	}

	/** The first news of a segment is that it has been opened. */
	#notice(document: string): void {
		const name = parseDocumentName(document);
		if (name?.kind === 'segment') this.#room.segment = Math.max(this.#room.segment, name.segment);
	}

	#say(updates: Said[][]): Uint8Array[] {
		const document = this.#current;
		const known = this.#sayings.get(document);
		const saying = known ?? { pen: new Pen(), waiting: [], acknowledged: 0 };
		this.#sayings.set(document, saying);
		saying.waiting.push(...updates);
		const frames = updates.map((said) => encodeFrame({ kind: 'update', document, update: saying.pen.write(said) }));
		return known === undefined ? [stepOne(document, new Y.Doc()), ...frames] : frames;
	}

	#count(saying: Saying, ordinal: number): number {
		const count = ordinal - saying.acknowledged;
		saying.waiting.splice(0, count);
		saying.acknowledged = ordinal;
		this.#confirmed += count;
		return this.#confirmed;
	}

	/** Says everything again that was not acknowledged, under the ids it had. */
	#moveOn(document: string, { waiting }: Saying, code: string): Uint8Array[] {
		if (code !== SEGMENT_CLOSED) throw new Error(`the server refused a message: ${code}`);
		this.#sayings.delete(document);
		if (document === this.#current) this.#room.segment++;
		return this.#say(waiting);
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
