import { newId } from '../../../src/lib/protocol/ids.ts';
import { type UpdateAttack } from '../../support/attack.ts';
import { handMade, rawValueItem, varUints } from '../../support/hand-made.ts';

/** A zip bomb in five bytes (U3). */
export default {
	name: 'make the server allocate by claiming a list of billions',
	code: 'malformed',
	update: ({ doc }) =>
		handMade([
			{ client: doc.clientID, clock: 0, structs: [rawValueItem({ key: newId() }, 1, [117, ...varUints(2 ** 32)])] }
		])
} satisfies UpdateAttack;
