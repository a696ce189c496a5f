import { type UpdateAttack, words } from '../../support/attack.ts';
import { deletedItem, handMade, valueItem } from '../../support/hand-made.ts';

/** A deleted range that begins in known clocks and ends in new ones hangs on the attacker's last item, whatever key it claims: the value before would be the attacker's own (U10). */
export default {
	name: "mix another's message into the chain of their own",
	code: 'invalid-content',
	update: ({ me, hers, myClient }) =>
		handMade([
			{
				client: myClient,
				clock: 0,
				structs: [deletedItem({ key: hers }, 2), valueItem({ origin: [myClient, 1] }, words(me, 'mine'))]
			}
		])
} satisfies UpdateAttack;
