import { newId } from '../../../src/lib/protocol/ids.ts';
import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, skip, valueItem } from '../../support/hand-made.ts';

/** What comes after a gap stays pending, and would hide in the document (U4). */
export default {
	name: 'leave a gap before their structs',
	code: 'missing-dependencies',
	update: ({ doc, me }) =>
		handMade([{ client: doc.clientID, clock: 0, structs: [skip(5), valueItem({ key: newId() }, words(me))] }])
} satisfies UpdateAttack;
