import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** What they may do is theirs no longer, whatever their device has kept (U13). */
export default {
	name: 'write in a room in which they may only read',
	code: 'read-only',
	at: 'read-only',
	update: ({ doc, me }) => saying(doc, newId(), words(me))
} satisfies UpdateAttack;
