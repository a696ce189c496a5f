import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Beyond what a number can hold (S6). */
export default {
	name: 'send a number without an end',
	closes: CLOSE.badFrame,
	message: () => new Uint8Array(64).fill(255)
} satisfies MessageAttack;
