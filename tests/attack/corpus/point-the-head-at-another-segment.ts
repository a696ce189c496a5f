import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** Devices would write where nobody reads (U6). */
export default {
	name: 'send everybody to another segment',
	code: 'server-only',
	at: 'head',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('meta').set('segment', 7))
} satisfies UpdateAttack;
