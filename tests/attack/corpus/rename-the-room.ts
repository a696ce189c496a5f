import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** All of the head is the server's (U6). */
export default {
	name: 'rename the room in the head',
	code: 'server-only',
	at: 'head',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('meta').set('title', 'Ours'))
} satisfies UpdateAttack;
