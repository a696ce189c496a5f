import * as Y from 'yjs';
import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack } from '../../support/attack.ts';

/** Every device would load a document of the attacker's choice (U7). */
export default {
	name: 'store a subdocument',
	code: 'invalid-content',
	update: ({ doc }) => saying(doc, newId(), new Y.Doc())
} satisfies UpdateAttack;
