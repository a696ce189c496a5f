import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** The new segment has no author for this id (U12, U10). */
export default {
	name: "send a message of their own under the id of another's in an earlier segment",
	code: 'already-sent',
	at: 'next',
	update: ({ doc, me, hers }) => saying(doc, hers, words(me))
} satisfies UpdateAttack;
