import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** Nothing is new in it, yet applying it would make the root (U6). */
export default {
	name: 'make a root by naming it in structs that are known already',
	code: 'unknown-root',
	update: ({ me, myClient }) =>
		handMade([{ client: myClient, clock: 0, structs: [valueItem({ root: 'backdoor', key: 'open' }, words(me))] }])
} satisfies UpdateAttack;
