import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';
import { varUints } from '../../support/hand-made.ts';

/** The claim is five bytes, the map would be gigabytes (S6). */
export default {
	name: 'ask with a state vector of millions of client ids',
	closes: CLOSE.badFrame,
	message: () => encodeStockFrame({ kind: 'sync-step-1', stateVector: Uint8Array.from(varUints(2 ** 40, 1, 1)) })
} satisfies MessageAttack;
