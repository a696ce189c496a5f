import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** The new segment has no author for this id (U12, U10); called sent, it would be the receipt for words that nobody has. */
export default {
	name: "send a message of their own under the id of another's in an earlier segment",
	code: 'not-yours',
	at: 'next',
	update: ({ doc, me, hers }) => saying(doc, hers, words(me))
} satisfies UpdateAttack;
