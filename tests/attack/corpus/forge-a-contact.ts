import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** The other has not agreed (U6, I6). */
export default {
	name: 'make somebody their contact in their personal document',
	code: 'server-only',
	at: 'personal',
	update: ({ doc, annaId }) => forgedBy(doc, () => doc.getMap('contacts').set(annaId, { state: 'contact', at: 1 }))
} satisfies UpdateAttack;
