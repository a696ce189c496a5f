import fc from 'fast-check';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as sync from 'y-protocols/sync';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { segmentName } from './document-name.ts';
import { BadFrameError, decodeFrame, decodeStockFrame, encodeFrame, encodeStockFrame, type Frame } from './frames.ts';
import { newId } from './ids.ts';

const document = segmentName(newId(), 0);
const bytes = Uint8Array.of(1, 2, 3);

const FRAMES: Frame[] = [
	{ kind: 'sync-step-1', document, stateVector: bytes },
	{ kind: 'sync-step-2', document, update: bytes },
	{ kind: 'sync-step-1', document, stateVector: bytes, generation: 3 },
	{ kind: 'sync-step-2', document, update: bytes, at: { version: 0, generation: 0 } },
	{ kind: 'sync-part', document, part: bytes },
	{ kind: 'update', document, update: bytes },
	{ kind: 'update', document, update: bytes, step: { base: 12_340, version: 12_345 } },
	{ kind: 'heal', document, update: bytes },
	{ kind: 'awareness', document, payload: bytes },
	{ kind: 'query-awareness', document },
	{ kind: 'ack', document, ordinal: 7 },
	{ kind: 'reject', document, ordinal: 2, code: 'not-yours' },
	{ kind: 'closed', document, reason: 'no-document' },
	{ kind: 'client-hello', protocol: 1 },
	{ kind: 'client-hello', protocol: 1, history: { id: newId(), version: 7 } },
	{ kind: 'server-hello', protocol: 1, userId: newId(), now: 1, history: newId(), lost: true, healing: false },
	{ kind: 'heads', documents: [{ name: document, version: 3, generation: 1 }], complete: true },
	{ kind: 'heartbeat' }
];

describe('frames', () => {
	it.each(FRAMES)('$kind comes out as it went in (W1)', (frame) => {
		expect(decodeFrame(encodeFrame(frame))).toEqual(frame);
	});

	it('are plain y-websocket messages at the stock endpoint (W2, W3)', () => {
		const doc = new Y.Doc();
		doc.getMap('messages').set('a', 1);
		const encoder = encoding.createEncoder();
		encoding.writeVarUint(encoder, 0);
		sync.writeUpdate(encoder, Y.encodeStateAsUpdate(doc));
		const ours = encodeStockFrame({ kind: 'update', update: Y.encodeStateAsUpdate(doc) });
		expect(ours).toEqual(encoding.toUint8Array(encoder));
		const step1 = encodeStockFrame({ kind: 'sync-step-1', stateVector: Y.encodeStateVector(new Y.Doc()) });
		const decoder = decoding.createDecoder(step1);
		expect(decoding.readVarUint(decoder)).toBe(0);
		const answer = encoding.createEncoder();
		expect(sync.readSyncMessage(decoder, answer, doc, null)).toBe(sync.messageYjsSyncStep1);
	});

	it('of any bytes either decode or throw BadFrameError, nothing else (S6)', () => {
		const decodes = (decode: (bytes: Uint8Array) => unknown) => (input: Uint8Array) => {
			try {
				decode(input);
			} catch (error) {
				expect(error).toBeInstanceOf(BadFrameError);
			}
		};
		fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), decodes(decodeFrame)));
		fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), decodes(decodeStockFrame)));
		const whole = encodeFrame({
			kind: 'heads',
			documents: [{ name: document, version: 3, generation: 0 }],
			complete: true
		});
		for (let length = 0; length < whole.length; length++) {
			expect(() => decodeFrame(whole.slice(0, length))).toThrow(BadFrameError);
		}
	});

	it('with bytes left over are refused', () => {
		expect(() => decodeFrame(Uint8Array.of(...encodeFrame({ kind: 'heartbeat' }), 0))).toThrow(BadFrameError);
	});
});
