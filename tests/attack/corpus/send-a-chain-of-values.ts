import { newId } from '../../../src/lib/protocol/ids.ts';
import { UPDATE_MAX_STRUCTS } from '../../../src/lib/protocol/limits.ts';
import { forgedBy, type UpdateAttack, words } from '../../support/attack.ts';

/** What a struct costs grows with what is there already (U2). */
export default {
	name: 'stop the server with more structs than it walks',
	code: 'too-large',
	update: ({ doc, me }) =>
		forgedBy(doc, () => {
			for (let i = 0; i <= UPDATE_MAX_STRUCTS; i++) doc.getMap('messages').set(newId(), words(me));
		})
} satisfies UpdateAttack;
