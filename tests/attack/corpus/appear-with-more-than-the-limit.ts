import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { AWARENESS_MAX_BYTES } from '../../../src/lib/protocol/limits.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** It would go to everyone who looks at the room (P3). */
export default {
	name: 'appear with a presence over the limit',
	closes: CLOSE.badFrame,
	at: 'head',
	message: () => encodeStockFrame({ kind: 'awareness', payload: new Uint8Array(AWARENESS_MAX_BYTES + 1) })
} satisfies MessageAttack;
