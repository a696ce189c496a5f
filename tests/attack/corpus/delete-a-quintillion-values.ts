import { newId } from '../../../src/lib/protocol/ids.ts';
import { type UpdateAttack } from '../../support/attack.ts';
import { deletedItem, handMade } from '../../support/hand-made.ts';

/** Clocks near 2^53 would leave the client id unusable, and arithmetic wrong (U7). */
export default {
	name: 'use up a client id by deleting what never was',
	code: 'invalid-content',
	update: ({ doc }) => handMade([{ client: doc.clientID, clock: 0, structs: [deletedItem({ key: newId() }, 2 ** 52)] }])
} satisfies UpdateAttack;
