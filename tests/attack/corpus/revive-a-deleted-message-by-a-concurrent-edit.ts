import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Of two values written at the same time Yjs keeps the one under the higher client id, whoever meant what (U17). */
export default {
	name: 'bring a deleted message back by an edit that wins over the tombstone',
	code: 'message-deleted',
	update: ({ beforeDeletion, me, deleted }) =>
		saying(beforeDeletion, deleted, { ...words(me, 'rude words'), editedAt: 1_700_000_000_001 }, 0xffff_ffff)
} satisfies UpdateAttack;
