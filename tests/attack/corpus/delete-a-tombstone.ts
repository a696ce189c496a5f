import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** A key without a value could be written anew (U17). */
export default {
	name: 'delete the tombstone of their own message',
	code: 'message-deleted',
	update: ({ doc, deleted }) => forgedBy(doc, () => doc.getMap('messages').delete(deleted))
} satisfies UpdateAttack;
