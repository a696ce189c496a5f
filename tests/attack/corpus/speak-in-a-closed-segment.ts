import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** It would get a sequence that the next segment has given away (U12). */
export default {
	name: 'send a new message into a closed segment',
	code: 'segment-closed',
	at: 'closed',
	update: ({ doc, me }) => saying(doc, newId(), words(me))
} satisfies UpdateAttack;
