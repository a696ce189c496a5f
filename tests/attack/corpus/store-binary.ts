import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack } from '../../support/attack.ts';

/** Not JSON: the log could not hold it (U7). */
export default {
	name: 'store binary data',
	code: 'invalid-content',
	update: ({ doc }) => saying(doc, newId(), new Uint8Array(8))
} satisfies UpdateAttack;
