import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** A key that every object seems to have (U8). */
export default {
	name: 'name a draft __proto__',
	code: 'invalid-content',
	at: 'personal',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('drafts').set('__proto__', { body: 'x', updatedAt: 1 }))
} satisfies UpdateAttack;
