import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Every other client would throw on reading it (P3). */
export default {
	name: 'appear with a presence that is no JSON',
	closes: CLOSE.badFrame,
	at: 'head',
	message: () => encodeStockFrame({ kind: 'awareness', payload: Uint8Array.of(1, 7, 1, 2, 123, 34) })
} satisfies MessageAttack;
