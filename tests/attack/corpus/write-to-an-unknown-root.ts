import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** A root, once made, never goes away (U6). */
export default {
	name: 'write to an unknown root',
	code: 'unknown-root',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('backdoor').set('open', true))
} satisfies UpdateAttack;
