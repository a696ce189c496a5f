import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** A deletion names no author, only client ids and clocks (U10). */
export default {
	name: "delete another's message",
	code: 'not-yours',
	update: ({ doc, hers }) => forgedBy(doc, () => doc.getMap('messages').delete(hers))
} satisfies UpdateAttack;
