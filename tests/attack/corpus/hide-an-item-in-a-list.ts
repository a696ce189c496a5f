import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** The messages are a map; an item without a key would be in nobody's view and in everybody's copy (U6). */
export default {
	name: 'put a message where it has no key',
	code: 'invalid-content',
	update: ({ doc, me }) => handMade([{ client: doc.clientID, clock: 0, structs: [valueItem({}, words(me))] }])
} satisfies UpdateAttack;
