import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** A key that every object seems to have (U8). */
export default {
	name: 'name a message toString',
	code: 'invalid-content',
	update: ({ doc, me }) => saying(doc, 'toString', words(me))
} satisfies UpdateAttack;
