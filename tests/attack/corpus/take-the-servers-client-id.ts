import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** The next timeline entry would have a clock that every device has seen already (U5). */
export default {
	name: "take the server's client id",
	code: 'client-id-taken',
	update: ({ doc, me, serverClient }) => saying(doc, newId(), words(me), serverClient)
} satisfies UpdateAttack;
