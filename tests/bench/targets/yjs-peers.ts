import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { AuthorsPen } from '../load/message.ts';
import { writeNumber } from '../load/stamp.ts';
import { Hosted } from './hosted.ts';
import { target } from './hosted-target.ts';
import type { Contestant, Copy, Target, Writer } from './target.ts';

/** y-websocket's message types (y-protocols) and those that Hocuspocus adds. */
const TYPE = { sync: 0, auth: 2, syncReply: 4, stateless: 5, syncStatus: 8 };
const SYNC = { step1: 0, step2: 1, update: 2 };

/** Hocuspocus puts the document's name before each message, y-websocket has it in the address. */
type Envelope = (room: string, write: (encoder: encoding.Encoder) => void) => Uint8Array;
const bare: Envelope = (_room, write) => encoding.encode(write);
const named: Envelope = (room, write) =>
	encoding.encode((encoder) => {
		encoding.writeVarString(encoder, room);
		write(encoder);
	});

const nameOf = (room: number) => `room-${room}`;

class YjsCopy implements Copy {
	readonly doc = new Y.Doc();
	#room: string | undefined;

	constructor(room: string | undefined) {
		this.#room = room;
	}

	// Not with step 2: y-websocket answers before it has loaded the document, and sends what it loads as an update.
	completes(payload: Buffer, newest: number): boolean {
		return payload.includes(writeNumber(newest));
	}

	apply(payload: Buffer): void {
		const decoder = decoding.createDecoder(payload);
		if (this.#room !== undefined) decoding.readVarString(decoder);
		const type = decoding.readVarUint(decoder);
		if (type !== TYPE.sync && type !== TYPE.syncReply) return;
		if (decoding.readVarUint(decoder) === SYNC.step1) return;
		Y.applyUpdate(this.doc, decoding.readVarUint8Array(decoder));
	}
}

function sync(envelope: Envelope, room: string, step: number, body: Uint8Array): Uint8Array {
	return envelope(room, (encoder) => {
		encoding.writeVarUint(encoder, TYPE.sync);
		encoding.writeVarUint(encoder, step);
		encoding.writeVarUint8Array(encoder, body);
	});
}

function stepOne(envelope: Envelope, room: string, have: Copy | undefined): Uint8Array {
	const doc = have instanceof YjsCopy ? have.doc : new Y.Doc();
	return sync(envelope, room, SYNC.step1, Y.encodeStateVector(doc));
}

const stepTwoPrefix = (envelope: Envelope, room: string) =>
	envelope(room, (encoder) => {
		encoding.writeVarUint(encoder, TYPE.sync);
		encoding.writeVarUint(encoder, SYNC.step2);
	});

/** Hocuspocus with its SQLite extension, storing 2 s after a change (its default) or, at 0, after every one. */
function hocuspocus(name: string, debounceMs: number, confirms: 'on disk' | 'in memory'): Contestant {
	const program = {
		args: ['tests/bench/peers/hocuspocus.mjs'],
		env: (dataDir: string) => ({ DATA_DIR: dataDir, DEBOUNCE_MS: String(debounceMs) }),
		listens: /port (\d+)/
	};
	const auth = (room: string) =>
		named(room, (encoder) => {
			encoding.writeVarUint(encoder, TYPE.auth);
			encoding.writeVarUint(encoder, 0);
			encoding.writeVarString(encoder, 'no token');
		});
	return {
		name,
		confirms,
		async start(): Promise<Target> {
			return target(await Hosted.start(program), {
				enter: (room, _client, have) => ({
					path: '/',
					opening: [auth(nameOf(room)), stepOne(named, nameOf(room), have)],
					ready: { prefix: stepTwoPrefix(named, nameOf(room)) }
				}),
				writer: (room) => hocuspocusWriter(nameOf(room), confirms),
				copy: (room) => new YjsCopy(nameOf(room))
			});
		}
	};
}

function hocuspocusWriter(room: string, confirms: 'on disk' | 'in memory'): Writer {
	const pen = new AuthorsPen();
	let said = 0;
	let applied = 0;
	/** The clock after each update, to find out which of them a state vector covers. */
	const clocks: number[] = [];
	return {
		say(stamps) {
			said += stamps.length;
			clocks.push(said);
			return [sync(named, room, SYNC.update, pen.say(stamps))];
		},
		hear(payload) {
			const decoder = decoding.createDecoder(payload);
			decoding.readVarString(decoder);
			const type = decoding.readVarUint(decoder);
			if (type === TYPE.syncStatus && confirms === 'in memory') return { confirmed: ++applied };
			if (type !== TYPE.stateless || confirms !== 'on disk') return {};
			const stored = Y.decodeStateVector(Buffer.from(decoding.readVarString(decoder), 'base64'));
			const clock = stored.get(pen.clientId) ?? 0;
			while ((clocks[applied] ?? Infinity) <= clock) applied++;
			return { confirmed: applied };
		}
	};
}

/** Durable up to 10 s late: `maxDebounce`, while people write. */
export const HOCUSPOCUS = hocuspocus('Hocuspocus', 2_000, 'in memory');
export const HOCUSPOCUS_DURABLE = hocuspocus('Hocuspocus, debounce 0', 0, 'on disk');

/** Hands each update to LevelDB without waiting for it, and LevelDB does not wait for the disk. */
export const Y_WEBSOCKET: Contestant = {
	name: 'y-websocket, LevelDB',
	async start(): Promise<Target> {
		const program = {
			args: ['tests/bench/peers/y-websocket.mjs'],
			env: (dataDir: string) => ({ YPERSISTENCE: dataDir }),
			listens: /port (\d+)/
		};
		return target(await Hosted.start(program), {
			enter: (room, _client, have) => ({
				path: `/${nameOf(room)}`,
				opening: [stepOne(bare, nameOf(room), have)],
				ready: { prefix: stepTwoPrefix(bare, nameOf(room)) }
			}),
			writer(room) {
				const pen = new AuthorsPen();
				return {
					say: (stamps) => [sync(bare, nameOf(room), SYNC.update, pen.say(stamps))],
					hear: () => ({})
				};
			},
			copy: () => new YjsCopy(undefined)
		});
	}
};
