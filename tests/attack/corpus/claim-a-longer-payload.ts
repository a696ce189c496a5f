import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { type MessageAttack } from '../../support/attack.ts';
import { varUints } from '../../support/hand-made.ts';

/** The length is the attacker's, the bytes are not there (S6). */
export default {
	name: 'claim a payload longer than the frame',
	closes: CLOSE.badFrame,
	message: () => Uint8Array.of(0, 2, ...varUints(2 ** 40), 1, 2)
} satisfies MessageAttack;
