import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** It is nobody's any more (U5, N5). */
export default {
	name: "write under another's client id of an earlier generation",
	code: 'client-id-taken',
	at: 'closed',
	update: ({ doc, me, mine, annaClient }) => saying(doc, mine, { ...words(me), editedAt: 1 }, annaClient)
} satisfies UpdateAttack;
