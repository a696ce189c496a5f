import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** Setting a key never does; it would make Yjs walk the key's whole chain (U7). */
export default {
	name: "insert before another's message",
	code: 'invalid-content',
	update: ({ doc, me, annaClient }) =>
		handMade([{ client: doc.clientID, clock: 0, structs: [valueItem({ rightOrigin: [annaClient, 0] }, words(me))] }])
} satisfies UpdateAttack;
