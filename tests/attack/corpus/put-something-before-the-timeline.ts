import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** Every sequence after it would be one off (U7). */
export default {
	name: 'put something before what is in the timeline',
	code: 'invalid-content',
	update: ({ doc, hers }) => forgedBy(doc, () => doc.getArray('timeline').insert(0, [{ id: hers, at: 1 }]))
} satisfies UpdateAttack;
