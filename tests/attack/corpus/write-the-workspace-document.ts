import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** Who somebody is and what they may do is written by the server (U6, I6). */
export default {
	name: 'make themselves an owner in the workspace document',
	code: 'server-only',
	at: 'workspace',
	update: ({ doc, me }) =>
		forgedBy(doc, () => doc.getMap('people').set(me, { name: 'Boss', username: 'boss', role: 'owner' }))
} satisfies UpdateAttack;
