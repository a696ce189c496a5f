import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Words that were taken away must not come back by being written once more (U17). */
export default {
	name: 'write their own message again that was deleted',
	code: 'message-deleted',
	update: ({ doc, me, deleted }) => saying(doc, deleted, { ...words(me, 'rude words'), editedAt: 1_700_000_000_001 })
} satisfies UpdateAttack;
