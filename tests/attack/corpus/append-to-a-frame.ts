import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** What is behind the end would be somebody else's to interpret (S6). */
export default {
	name: 'append bytes to a frame',
	closes: CLOSE.badFrame,
	message: () => Uint8Array.of(3, 0)
} satisfies MessageAttack;
