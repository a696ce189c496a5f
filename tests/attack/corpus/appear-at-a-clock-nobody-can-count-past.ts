import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';
import { varUints } from '../../support/hand-made.ts';

/** Leaving, the server would say one more, a number that throws in everyone who reads it (P3). */
export default {
	name: 'appear at a clock that nobody can count past',
	closes: CLOSE.badFrame,
	at: 'head',
	message: () =>
		encodeStockFrame({
			kind: 'awareness',
			payload: Uint8Array.of(1, 7, ...varUints(Number.MAX_SAFE_INTEGER), 2, 123, 125)
		})
} satisfies MessageAttack;
