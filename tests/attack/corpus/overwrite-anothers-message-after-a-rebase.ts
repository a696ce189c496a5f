import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** The old value is the server's by its client id, and hers by its author (U10, N5). */
export default {
	name: "overwrite another's message when everybody's stand under the server's client id",
	code: 'not-yours',
	at: 'closed',
	update: ({ doc, annaId, hers }) => saying(doc, hers, { ...words(annaId, 'goodbye'), editedAt: 1_700_000_000_001 })
} satisfies UpdateAttack;
