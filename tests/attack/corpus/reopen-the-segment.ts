import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** After a rebase the closing stands under the same client id as everybody's messages (U11). */
export default {
	name: 'open a closed segment again by deleting from its info',
	code: 'server-only',
	at: 'closed',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('info').delete('closedAt'))
} satisfies UpdateAttack;
