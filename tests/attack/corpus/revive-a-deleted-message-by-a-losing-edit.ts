import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** It would lose against the tombstone, and its words would go to the log and to everybody all the same (U17). */
export default {
	name: 'hide words under the tombstone of a deleted message',
	code: 'message-deleted',
	update: ({ beforeDeletion, me, deleted }) =>
		saying(beforeDeletion, deleted, { ...words(me, 'rude words'), editedAt: 1_700_000_000_001 }, 1)
} satisfies UpdateAttack;
