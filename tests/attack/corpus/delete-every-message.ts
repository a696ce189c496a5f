import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** Everything under every client id, the attacker's own included (U10). */
export default {
	name: 'delete every message at once',
	code: 'not-yours',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('messages').clear())
} satisfies UpdateAttack;
