import { type UpdateAttack } from '../../support/attack.ts';
import { handMade } from '../../support/hand-made.ts';

/** It would wait, and delete what comes under that id (U4). */
export default {
	name: 'delete what a client nobody knows will write',
	code: 'missing-dependencies',
	update: () => handMade([], [{ client: 4711, ranges: [[0, 5]] }])
} satisfies UpdateAttack;
