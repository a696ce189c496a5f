import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** Whose they are can only be told from the words (U10, N5). */
export default {
	name: "delete another's message when everybody's stand under the server's client id",
	code: 'not-yours',
	at: 'closed',
	update: ({ doc, hers }) => forgedBy(doc, () => doc.getMap('messages').delete(hers))
} satisfies UpdateAttack;
