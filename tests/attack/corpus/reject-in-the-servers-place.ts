import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Only the server refuses (C4). */
export default {
	name: "send the server's own refusals",
	closes: CLOSE.badFrame,
	message: () => encodeStockFrame({ kind: 'reject', ordinal: 1, code: 'not-yours' })
} satisfies MessageAttack;
