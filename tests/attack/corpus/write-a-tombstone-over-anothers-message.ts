import { saying, type UpdateAttack } from '../../support/attack.ts';

/** The server alone says that something was deleted, and by whom (U17). */
export default {
	name: "write a tombstone over another's message",
	code: 'not-yours',
	update: ({ doc, annaId, me, hers }) =>
		saying(doc, hers, { author: annaId, body: '', createdAt: 1_700_000_000_000, deleted: { by: me, at: 1 } })
} satisfies UpdateAttack;
