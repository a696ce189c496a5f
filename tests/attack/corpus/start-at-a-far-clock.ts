import { newId } from '../../../src/lib/protocol/ids.ts';
import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** A pending struct is in nobody's view and in everybody's copy (U4). */
export default {
	name: 'start at a clock far from the beginning',
	code: 'missing-dependencies',
	update: ({ doc, me }) =>
		handMade([{ client: doc.clientID, clock: 2 ** 31, structs: [valueItem({ key: newId() }, words(me))] }])
} satisfies UpdateAttack;
