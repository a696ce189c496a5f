import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Pieces would have to be kept until the last, which never comes (W6). */
export default {
	name: 'send a step 2 in pieces',
	closes: CLOSE.badFrame,
	message: () => encodeStockFrame({ kind: 'sync-part', part: new Uint8Array(1000) })
} satisfies MessageAttack;
