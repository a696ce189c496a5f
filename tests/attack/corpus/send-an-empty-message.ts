import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** (S6) */
export default {
	name: 'send a message of no bytes',
	closes: CLOSE.badFrame,
	message: () => new Uint8Array()
} satisfies MessageAttack;
