import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** The head is a mirror; what is true stands in the store (U6, I6). */
export default {
	name: 'make themselves the owner in the head',
	code: 'server-only',
	at: 'head',
	update: ({ doc, me }) => forgedBy(doc, () => doc.getMap('members').set(me, { name: 'Boss', role: 'owner' }))
} satisfies UpdateAttack;
