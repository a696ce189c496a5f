import { type UpdateAttack } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** The root is not in the bytes: an item that follows another copies it (U6). */
export default {
	name: 'follow the timeline with an entry of their own',
	code: 'server-only',
	update: ({ doc, hers, serverClient }) =>
		handMade([
			{ client: doc.clientID, clock: 0, structs: [valueItem({ origin: [serverClient, 0] }, { id: hers, at: 1 })] }
		])
} satisfies UpdateAttack;
