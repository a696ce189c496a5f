import { type UpdateAttack } from '../../support/attack.ts';
import { handMade } from '../../support/hand-made.ts';

/** It would wait, and delete what she says next (U4). */
export default {
	name: 'delete what the server does not have',
	code: 'missing-dependencies',
	update: ({ annaClient }) => handMade([], [{ client: annaClient, ranges: [[1000, 5]] }])
} satisfies UpdateAttack;
