import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Only the server says what is durable (C4). */
export default {
	name: "send the server's own acknowledgements",
	closes: CLOSE.badFrame,
	message: () => encodeStockFrame({ kind: 'ack', ordinal: 1 })
} satisfies MessageAttack;
