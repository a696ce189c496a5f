import * as Y from 'yjs';
import { PROTOCOL_VERSION } from '../../../src/lib/protocol/control.ts';
import { decodeFrame, encodeFrame } from '../../../src/lib/protocol/frames.ts';
import { newId } from '../../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../../src/lib/protocol/message.ts';
import type { Room } from '../targets/room.ts';
import { writeStamp, type Stamp } from './stamp.ts';
import { Wire } from './wire.ts';

/** What a message says beyond its stamp, in bytes: with it a body is as long as a sentence in chat. */
const FILLER = ' and the rest of a sentence';

/** Someone in the room who can write: turns stamps into frames as their kind of server wants them. */
export interface Writer {
	wire: Wire;
	/** The frame that carries a message. */
	compose(stamp: Stamp): Uint8Array;
	/** Of a frame received: how many of this writer's messages it says are safe; undefined when it says nothing. */
	safeSoFar(payload: Buffer): number | undefined;
}

/** Enters the room to listen. Resolves when every later message will be received. */
export async function enter(room: Room, index: number): Promise<Wire> {
	if (room.server === 'raw-uws') return Wire.open({ port: room.port, path: '/room' });
	const { cookie } = personAt(room, index);
	const wire = await Wire.open({ port: room.port, path: '/sync', headers: { origin: room.origin, cookie } });
	const entered = wire.first((payload) => decodeFrame(payload).kind === 'heads' || undefined);
	wire.send(encodeFrame({ kind: 'client-hello', protocol: PROTOCOL_VERSION }));
	await entered;
	return wire;
}

/** Enters the room to write. */
export async function enterToWrite(room: Room, index: number): Promise<Writer> {
	if (room.server === 'raw-uws') return echoWriter(await enter(room, index), room.frameBytes);
	const wire = await enter(room, index);
	const document = room.segment;
	const synced = wire.first((payload) => decodeFrame(payload).kind === 'sync-step-2' || undefined);
	wire.send(encodeFrame({ kind: 'sync-step-1', document, stateVector: Y.encodeStateVector(new Y.Doc()) }));
	await synced;
	return tidingsWriter(wire, document, personAt(room, index).account.id);
}

/** The raw server's writer; on `/echo` a message is as safe as it will ever be when it comes back. */
export function echoWriter(wire: Wire, frameBytes: number): Writer {
	let echoes = 0;
	return {
		wire,
		compose(stamp) {
			const frame = Buffer.alloc(frameBytes, 'x');
			frame.write(writeStamp(stamp), 'latin1');
			return frame;
		},
		safeSoFar: () => ++echoes
	};
}

function tidingsWriter(wire: Wire, document: string, author: string): Writer {
	// Only its own messages: what others write changes nothing about the updates it sends.
	const doc = new Y.Doc();
	const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
	let update: Uint8Array = new Uint8Array();
	doc.on('update', (made: Uint8Array) => (update = made));
	return {
		wire,
		compose(stamp) {
			messages.set(newId(), { author, body: writeStamp(stamp) + FILLER, createdAt: Date.now() });
			return encodeFrame({ kind: 'update', document, update });
		},
		safeSoFar(payload) {
			const frame = decodeFrame(payload);
			if (frame.kind === 'reject') throw new Error(`the server refused a message: ${frame.code}`);
			return frame.kind === 'ack' ? frame.ordinal : undefined;
		}
	};
}

function personAt({ people }: Room & { server: 'tidings' }, index: number) {
	const person = people[index % people.length];
	if (person === undefined) throw new Error('the room is empty');
	return person;
}
