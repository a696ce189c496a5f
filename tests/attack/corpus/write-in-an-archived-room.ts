import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Everyone reads what was said, and nobody adds to it (U14). */
export default {
	name: 'write in a room that is archived',
	code: 'room-archived',
	at: 'archived',
	update: ({ doc, me }) => saying(doc, newId(), words(me))
} satisfies UpdateAttack;
