import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Nothing is guessed at (S6). */
export default {
	name: 'send a message type that does not exist',
	closes: CLOSE.badFrame,
	message: () => Uint8Array.of(99, 1, 2, 3)
} satisfies MessageAttack;
