import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** Without a deletion only the second check sees it (U10, N5). */
export default {
	name: "put their own words under another's id after a rebase, deleting nothing",
	code: 'not-yours',
	at: 'closed',
	update: ({ doc, me, hers }) =>
		handMade([{ client: doc.clientID, clock: 0, structs: [valueItem({ key: hers }, words(me, 'mine'))] }])
} satisfies UpdateAttack;
