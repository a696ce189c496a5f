import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** A key that every object seems to have (U8). */
export default {
	name: 'name a message constructor',
	code: 'invalid-content',
	update: ({ doc, me }) => saying(doc, 'constructor', words(me))
} satisfies UpdateAttack;
