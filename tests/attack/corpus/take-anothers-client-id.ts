import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Structs under her client id would collide with what she writes next, and her device would ignore one of the two (U5). */
export default {
	name: "take another's client id",
	code: 'client-id-taken',
	update: ({ doc, me, annaClient }) => saying(doc, newId(), words(me), annaClient)
} satisfies UpdateAttack;
