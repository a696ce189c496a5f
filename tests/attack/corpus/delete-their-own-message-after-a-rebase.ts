import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** It is theirs to write over, never to take away (U11, N5). */
export default {
	name: 'delete their own message after a rebase',
	code: 'invalid-content',
	at: 'closed',
	update: ({ doc, mine }) => forgedBy(doc, () => doc.getMap('messages').delete(mine))
} satisfies UpdateAttack;
