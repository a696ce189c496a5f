import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** The same message twice in everybody's order (U6). */
export default {
	name: 'write the timeline',
	code: 'server-only',
	update: ({ doc, hers }) =>
		forgedBy(doc, () => doc.getArray('timeline').insert(doc.getArray('timeline').length, [{ id: hers, at: 1 }]))
} satisfies UpdateAttack;
