import { type UpdateAttack } from '../../support/attack.ts';
import { handMade } from '../../support/hand-made.ts';

/** An empty range at the next clock: looking for its struct threw, and took the whole batch with it (U1). */
export default {
	name: "have everybody's updates refused by deleting nothing at the end of another's structs",
	code: 'malformed',
	update: ({ annaClient }) => handMade([], [{ client: annaClient, ranges: [[1, 0]] }])
} satisfies UpdateAttack;
