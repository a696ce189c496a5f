import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Its clocks begin at 0 again: old copies would ignore what is new (U5, N5). */
export default {
	name: 'write under their own client id of an earlier generation',
	code: 'client-id-taken',
	at: 'closed',
	update: ({ doc, me, mine, myClient }) => saying(doc, mine, { ...words(me), editedAt: 1 }, myClient)
} satisfies UpdateAttack;
