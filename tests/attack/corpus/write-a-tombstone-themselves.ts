import { saying, type UpdateAttack } from '../../support/attack.ts';

/** It would say that somebody else had taken their words away (U17). */
export default {
	name: "write a tombstone over their own message, in Anna's name",
	code: 'invalid-content',
	update: ({ doc, annaId, me, mine }) =>
		saying(doc, mine, { author: me, body: '', createdAt: 1_700_000_000_000, deleted: { by: annaId, at: 1 } })
} satisfies UpdateAttack;
