import * as Y from 'yjs';
import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack } from '../../support/attack.ts';

/** Its inside could be written by anybody without touching the key (U7). */
export default {
	name: 'store a nested type',
	code: 'invalid-content',
	update: ({ doc }) => saying(doc, newId(), new Y.Map([['body', 'x']]))
} satisfies UpdateAttack;
