import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { STATE_VECTOR_MAX_BYTES } from '../../../src/lib/protocol/limits.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Each entry is looked up in the document (S6). */
export default {
	name: 'ask with a state vector over the limit',
	closes: CLOSE.badFrame,
	message: () => encodeStockFrame({ kind: 'sync-step-1', stateVector: new Uint8Array(STATE_VECTOR_MAX_BYTES + 1) })
} satisfies MessageAttack;
