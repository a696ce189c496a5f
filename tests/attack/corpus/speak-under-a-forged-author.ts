import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** The plainest of all: a message that says it is Anna's (U9). */
export default {
	name: 'speak under a forged author',
	code: 'wrong-author',
	update: ({ doc, annaId }) => saying(doc, newId(), words(annaId, 'I quit'))
} satisfies UpdateAttack;
