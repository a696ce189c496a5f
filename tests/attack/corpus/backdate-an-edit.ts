import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** An edit that says it was there all along (U10). */
export default {
	name: 'change when their own message was composed',
	code: 'invalid-content',
	update: ({ doc, me, mine }) => saying(doc, mine, { ...words(me, 'never said'), createdAt: 1, editedAt: 2 })
} satisfies UpdateAttack;
