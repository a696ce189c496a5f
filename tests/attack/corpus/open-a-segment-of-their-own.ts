import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** A room beside the room, which its other members never look at (U12). */
export default {
	name: 'send a message into a segment that was never opened',
	code: 'segment-closed',
	at: 'unopened',
	update: ({ doc, me }) => saying(doc, newId(), words(me))
} satisfies UpdateAttack;
