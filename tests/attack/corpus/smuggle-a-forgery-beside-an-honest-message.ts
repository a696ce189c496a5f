import { newId } from '../../../src/lib/protocol/ids.ts';
import { forgedBy, type UpdateAttack, words } from '../../support/attack.ts';

/** Whole or nothing: the honest one goes with it (U1). */
export default {
	name: 'smuggle a forged message in beside an honest one',
	code: 'wrong-author',
	update: ({ doc, annaId, me }) =>
		forgedBy(doc, () => {
			doc.getMap('messages').set(newId(), words(me, 'honest'));
			doc.getMap('messages').set(newId(), words(annaId, 'forged'));
		})
} satisfies UpdateAttack;
