import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** (S6) */
export default {
	name: 'ask with a state vector that is none',
	closes: CLOSE.badFrame,
	message: () => encodeStockFrame({ kind: 'sync-step-1', stateVector: Uint8Array.of(5, 1) })
} satisfies MessageAttack;
