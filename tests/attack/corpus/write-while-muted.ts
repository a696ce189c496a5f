import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** A moderator has asked them to be silent, and the clock of the server says until when (U13). */
export default {
	name: 'write in a room in which they are muted',
	code: 'read-only',
	at: 'muted',
	update: ({ doc, me }) => saying(doc, newId(), words(me))
} satisfies UpdateAttack;
