import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** It would pass a schema with fields that are gone once it is encoded again (U8). */
export default {
	name: 'store a message whose fields are in its prototype',
	code: 'invalid-content',
	update: ({ doc, me }) => saying(doc, newId(), JSON.parse(`{"__proto__": ${JSON.stringify(words(me, 'ghost'))}}`))
} satisfies UpdateAttack;
