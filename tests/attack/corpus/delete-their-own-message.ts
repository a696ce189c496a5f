import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** A key without a value could be written anew by anybody (U11). */
export default {
	name: 'delete their own message, so that its id is free again',
	code: 'invalid-content',
	update: ({ doc, mine }) => forgedBy(doc, () => doc.getMap('messages').delete(mine))
} satisfies UpdateAttack;
