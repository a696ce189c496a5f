import * as Y from 'yjs';
import { CLOSE } from '../../../src/lib/protocol/close-codes.ts';
import { encodeStockFrame } from '../../../src/lib/protocol/frames.ts';
import { type MessageAttack } from '../../support/attack.ts';

/** A second way in for messages, past every check of updates (H4). */
export default {
	name: 'heal a server that has lost nothing',
	closes: CLOSE.badFrame,
	message: ({ doc }) => encodeStockFrame({ kind: 'heal', update: Y.encodeStateAsUpdate(doc) })
} satisfies MessageAttack;
