import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** Nobody could say anything more in the room (U6). */
export default {
	name: 'close the segment by writing to its info',
	code: 'server-only',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('info').set('closedAt', 1))
} satisfies UpdateAttack;
