import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** An honest client can come to it, so it is told to resync (U4). */
export default {
	name: 'send an update whose predecessors are missing',
	code: 'missing-dependencies',
	update: ({ doc, me }) => {
		saying(doc, newId(), words(me, 'never sent'));
		return saying(doc, newId(), words(me));
	}
} satisfies UpdateAttack;
