import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Nothing is guessed at (S6). */
export default {
	name: 'send a sync step that does not exist',
	closes: CLOSE.badFrame,
	message: () => Uint8Array.of(0, 9, 0)
} satisfies MessageAttack;
