import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** Only the server ends a document (C6). */
export default {
	name: 'tell the server that a document is closed',
	closes: CLOSE.badFrame,
	message: () => encodeStockFrame({ kind: 'closed', reason: 'renew' })
} satisfies MessageAttack;
