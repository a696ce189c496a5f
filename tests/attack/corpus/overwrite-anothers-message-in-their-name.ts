import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** An edit of hers that she never made (U10). */
export default {
	name: "overwrite another's message in their name",
	code: 'not-yours',
	update: ({ doc, annaId, hers }) => saying(doc, hers, { ...words(annaId, 'goodbye'), editedAt: 1_700_000_000_001 })
} satisfies UpdateAttack;
