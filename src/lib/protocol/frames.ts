import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import {
	activitySchema,
	clientHelloSchema,
	closedSchema,
	headsSchema,
	peopleSchema,
	rejectSchema,
	serverHelloSchema,
	type Activity,
	type ClientHello,
	type Closed,
	type Heads,
	type People,
	type Reject,
	type ServerHello
} from './control.ts';
import { DOCUMENT_NAME_MAX_CHARS } from './limits.ts';
import type { Shape } from './shape.ts';

/** Message types. 0–3 are y-websocket's own (y-protocols PROTOCOL.md); 64 and up are Tidings' control messages. */
const TYPE = {
	sync: 0,
	awareness: 1,
	auth: 2,
	queryAwareness: 3,
	clientHello: 64,
	serverHello: 65,
	heads: 66,
	ack: 67,
	reject: 68,
	closed: 69,
	heartbeat: 70,
	heal: 71,
	people: 72,
	activity: 73
} as const;

/** Sub-types of a sync message: three of y-protocols (`sync.js`), and our piece of a step 2. */
const SYNC = { step1: 0, step2: 1, update: 2, part: 3 } as const;

/** What a frame says about one document, without the document's name: exactly a y-websocket message or a control one. */
export type DocumentFrame =
	/** `generation` is that of the sender's copy; only a client's multiplexed frames carry it (W4). */
	| { kind: 'sync-step-1'; stateVector: Uint8Array; generation?: number }
	/** `at` is the document's place once this is applied; only the server's multiplexed frames carry it (W4). */
	| { kind: 'sync-step-2'; update: Uint8Array; at?: { version: number; generation: number } }
	/** `step` is the version it was made from and the one it makes; only the server's multiplexed frames carry it (W4). */
	| { kind: 'update'; update: Uint8Array; step?: { base: number; version: number } }
	/** A piece of the step 2 that follows (W6). */
	| { kind: 'sync-part'; part: Uint8Array }
	/** A client's whole copy, offered back to a server that has lost some of it (H4). */
	| { kind: 'heal'; update: Uint8Array }
	| { kind: 'awareness'; payload: Uint8Array }
	| { kind: 'query-awareness' }
	| { kind: 'ack'; ordinal: number }
	| ({ kind: 'reject' } & Reject)
	| ({ kind: 'closed' } & Closed);

/** A frame about the connection as a whole; on the wire its document name is empty. */
export type ConnectionFrame =
	| ({ kind: 'client-hello' } & ClientHello)
	| ({ kind: 'server-hello' } & ServerHello)
	| ({ kind: 'heads' } & Heads)
	| ({ kind: 'people' } & People)
	| ({ kind: 'activity' } & Activity)
	| { kind: 'heartbeat' };

/** A frame of the multiplexed socket, `/sync`. */
export type Frame = (DocumentFrame & { document: string }) | ConnectionFrame;

/** The bytes are not a frame of this protocol. Close code {@link CLOSE.badFrame}. */
export class BadFrameError extends Error {
	override name = 'BadFrameError';
}

/** Encodes a frame of `/sync`: the document's name, then the message (W1). */
export function encodeFrame(frame: Frame): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarString(encoder, 'document' in frame ? frame.document : '');
		if ('document' in frame) writeDocumentFrame(encoder, frame);
		else writeConnectionFrame(encoder, frame);
	});
}

/** Encodes a frame of `/sync/<document>`: the message alone, as y-websocket has it (W2). */
export function encodeStockFrame(frame: DocumentFrame): Uint8Array {
	return encoding.encode((encoder) => writeDocumentFrame(encoder, frame));
}

/** Decodes a frame of `/sync`. Throws {@link BadFrameError}. */
export function decodeFrame(bytes: Uint8Array): Frame {
	return decodeWith(bytes, (decoder) => {
		const document = decoding.readVarString(decoder);
		if (document.length > DOCUMENT_NAME_MAX_CHARS) throw new BadFrameError('document name too long');
		if (document === '') return readConnectionFrame(decoder);
		return { document, ...readDocumentFrame(decoder) };
	});
}

/** Decodes a frame of `/sync/<document>`. Throws {@link BadFrameError}. */
export function decodeStockFrame(bytes: Uint8Array): DocumentFrame {
	return decodeWith(bytes, readDocumentFrame);
}

function decodeWith<T>(bytes: Uint8Array, read: (decoder: decoding.Decoder) => T): T {
	const decoder = decoding.createDecoder(bytes);
	try {
		const frame = read(decoder);
		if (decoding.hasContent(decoder)) throw new BadFrameError('bytes after the end of the frame');
		return frame;
	} catch (error) {
		if (error instanceof BadFrameError) throw error;
		throw new BadFrameError('not a frame', { cause: error });
	}
}

function writeDocumentFrame(encoder: encoding.Encoder, frame: DocumentFrame): void {
	switch (frame.kind) {
		case 'sync-step-1':
			return writeSync(encoder, SYNC.step1, frame.stateVector, frame.generation);
		case 'sync-step-2':
			return writeSync(encoder, SYNC.step2, frame.update, frame.at?.version, frame.at?.generation);
		case 'update':
			return writeSync(encoder, SYNC.update, frame.update, frame.step?.base, frame.step?.version);
		case 'sync-part':
			return writeSync(encoder, SYNC.part, frame.part);
		case 'heal':
			encoding.writeVarUint(encoder, TYPE.heal);
			return encoding.writeVarUint8Array(encoder, frame.update);
		case 'awareness':
			encoding.writeVarUint(encoder, TYPE.awareness);
			return encoding.writeVarUint8Array(encoder, frame.payload);
		case 'query-awareness':
			return encoding.writeVarUint(encoder, TYPE.queryAwareness);
		case 'ack':
			encoding.writeVarUint(encoder, TYPE.ack);
			return encoding.writeVarUint(encoder, frame.ordinal);
		case 'reject':
			return writeJson(encoder, TYPE.reject, { ordinal: frame.ordinal, code: frame.code } satisfies Reject);
		case 'closed':
			return writeJson(encoder, TYPE.closed, { reason: frame.reason } satisfies Closed);
		default:
			throw frame satisfies never;
	}
}

function writeConnectionFrame(encoder: encoding.Encoder, frame: ConnectionFrame): void {
	const { kind, ...body } = frame;
	switch (kind) {
		case 'client-hello':
			return writeJson(encoder, TYPE.clientHello, body);
		case 'server-hello':
			return writeJson(encoder, TYPE.serverHello, body);
		case 'heads':
			return writeJson(encoder, TYPE.heads, body);
		case 'people':
			return writeJson(encoder, TYPE.people, body);
		case 'activity':
			return writeJson(encoder, TYPE.activity, body);
		case 'heartbeat':
			return encoding.writeVarUint(encoder, TYPE.heartbeat);
		default:
			throw kind satisfies never;
	}
}

function writeSync(
	encoder: encoding.Encoder,
	step: number,
	payload: Uint8Array,
	...trailer: (number | undefined)[]
): void {
	encoding.writeVarUint(encoder, TYPE.sync);
	encoding.writeVarUint(encoder, step);
	encoding.writeVarUint8Array(encoder, payload);
	for (const value of trailer) if (value !== undefined) encoding.writeVarUint(encoder, value);
}

function writeJson(encoder: encoding.Encoder, type: number, body: object): void {
	encoding.writeVarUint(encoder, type);
	encoding.writeVarString(encoder, JSON.stringify(body));
}

function readDocumentFrame(decoder: decoding.Decoder): DocumentFrame {
	const type = decoding.readVarUint(decoder);
	switch (type) {
		case TYPE.sync:
			return readSync(decoder);
		case TYPE.awareness:
			return { kind: 'awareness', payload: decoding.readVarUint8Array(decoder) };
		case TYPE.queryAwareness:
			return { kind: 'query-awareness' };
		case TYPE.ack:
			return { kind: 'ack', ordinal: decoding.readVarUint(decoder) };
		case TYPE.reject:
			return { kind: 'reject', ...readJson(decoder, rejectSchema) };
		case TYPE.closed:
			return { kind: 'closed', ...readJson(decoder, closedSchema) };
		case TYPE.heal:
			return { kind: 'heal', update: decoding.readVarUint8Array(decoder) };
		default:
			throw new BadFrameError(`unknown message type ${type}`);
	}
}

function readSync(decoder: decoding.Decoder): DocumentFrame {
	const step = decoding.readVarUint(decoder);
	const payload = decoding.readVarUint8Array(decoder);
	const bare = !decoding.hasContent(decoder);
	const next = () => decoding.readVarUint(decoder);
	switch (step) {
		case SYNC.step1:
			if (bare) return { kind: 'sync-step-1', stateVector: payload };
			return { kind: 'sync-step-1', stateVector: payload, generation: next() };
		case SYNC.step2:
			if (bare) return { kind: 'sync-step-2', update: payload };
			return { kind: 'sync-step-2', update: payload, at: { version: next(), generation: next() } };
		case SYNC.update:
			if (bare) return { kind: 'update', update: payload };
			return { kind: 'update', update: payload, step: { base: next(), version: next() } };
		case SYNC.part:
			return { kind: 'sync-part', part: payload };
		default:
			throw new BadFrameError(`unknown sync step ${step}`);
	}
}

function readConnectionFrame(decoder: decoding.Decoder): ConnectionFrame {
	const type = decoding.readVarUint(decoder);
	switch (type) {
		case TYPE.clientHello:
			return { kind: 'client-hello', ...readJson(decoder, clientHelloSchema) };
		case TYPE.serverHello:
			return { kind: 'server-hello', ...readJson(decoder, serverHelloSchema) };
		case TYPE.heads:
			return { kind: 'heads', ...readJson(decoder, headsSchema) };
		case TYPE.people:
			return { kind: 'people', ...readJson(decoder, peopleSchema) };
		case TYPE.activity:
			return { kind: 'activity', ...readJson(decoder, activitySchema) };
		case TYPE.heartbeat:
			return { kind: 'heartbeat' };
		default:
			throw new BadFrameError(`unknown control message ${type}`);
	}
}

function readJson<T>(decoder: decoding.Decoder, shape: Shape<T>): T {
	return shape(JSON.parse(decoding.readVarString(decoder)));
}
