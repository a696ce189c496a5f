import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** A key that every object seems to have (U8). */
export default {
	name: 'name a message __proto__',
	code: 'invalid-content',
	update: ({ doc, me }) => saying(doc, '__proto__', words(me))
} satisfies UpdateAttack;
