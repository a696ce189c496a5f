import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** The key is not in the bytes: an item that follows another copies it (U10). */
export default {
	name: "follow another's message with a version of their own",
	code: 'not-yours',
	update: ({ doc, me, annaClient }) =>
		handMade([{ client: doc.clientID, clock: 0, structs: [valueItem({ origin: [annaClient, 0] }, words(me))] }])
} satisfies UpdateAttack;
