import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Only those who keep order speak there (U13). */
export default {
	name: 'write in a room that is for announcements',
	code: 'read-only',
	at: 'announcements',
	update: ({ doc, me }) => saying(doc, newId(), words(me))
} satisfies UpdateAttack;
