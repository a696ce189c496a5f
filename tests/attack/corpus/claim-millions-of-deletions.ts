import { type UpdateAttack } from '../../support/attack.ts';
import { handMade } from '../../support/hand-made.ts';

/** The bytes end before the ranges do (U3). */
export default {
	name: 'make the server loop by claiming millions of deleted ranges',
	code: 'malformed',
	update: ({ doc }) => handMade([], [{ client: doc.clientID, ranges: [], claims: 2 ** 40 }])
} satisfies UpdateAttack;
