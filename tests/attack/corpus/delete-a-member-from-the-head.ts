import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** Her words would lose their name (U11). */
export default {
	name: 'delete a member from the head',
	code: 'server-only',
	at: 'head',
	update: ({ doc, annaId }) => forgedBy(doc, () => doc.getMap('members').delete(annaId))
} satisfies UpdateAttack;
