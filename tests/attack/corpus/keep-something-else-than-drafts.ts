import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** A store for files that nobody has asked for (U6). */
export default {
	name: 'keep something else than drafts in their personal document',
	code: 'unknown-root',
	at: 'personal',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('warez').set('file', 'x'.repeat(1000)))
} satisfies UpdateAttack;
