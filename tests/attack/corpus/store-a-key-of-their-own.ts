import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** What this version ignores the next one may believe (U8). */
export default {
	name: 'store a message with a key of their own',
	code: 'invalid-content',
	update: ({ doc, me }) => saying(doc, newId(), { ...words(me), admin: true })
} satisfies UpdateAttack;
