import { newId } from '../../../src/lib/protocol/ids.ts';
import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** What lost to a later value still goes to the message log, and must not be under her name (U9). */
export default {
	name: 'write a forged version and cover it with an honest one',
	code: 'wrong-author',
	update: ({ doc, annaId, me }) => {
		const id = newId();
		return handMade([
			{
				client: doc.clientID,
				clock: 0,
				structs: [
					valueItem({ key: id }, words(annaId, 'I quit')),
					valueItem({ origin: [doc.clientID, 0] }, words(me, 'nothing to see'))
				]
			}
		]);
	}
} satisfies UpdateAttack;
