import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** Everybody's devices would show registration as open (U6). */
export default {
	name: "change the workspace's settings in its document",
	code: 'server-only',
	at: 'workspace',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('settings').set('registration', 'open'))
} satisfies UpdateAttack;
