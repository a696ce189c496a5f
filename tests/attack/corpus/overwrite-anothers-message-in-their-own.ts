import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Her place in the order, with somebody else's words (U10). */
export default {
	name: "overwrite another's message in their own name",
	code: 'not-yours',
	update: ({ doc, me, hers }) => saying(doc, hers, words(me, 'mine'))
} satisfies UpdateAttack;
