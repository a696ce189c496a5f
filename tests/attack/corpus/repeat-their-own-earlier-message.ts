import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Each id is in the room's order exactly once (U12, T2). */
export default {
	name: 'send a message again that an earlier segment has',
	code: 'already-sent',
	at: 'next',
	update: ({ doc, me, mine }) => saying(doc, mine, words(me))
} satisfies UpdateAttack;
