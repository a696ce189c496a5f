import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** What is not in the timeline is shown as not sent (U11). */
export default {
	name: 'delete from the timeline',
	code: 'server-only',
	update: ({ doc }) => forgedBy(doc, () => doc.getArray('timeline').delete(0, 1))
} satisfies UpdateAttack;
