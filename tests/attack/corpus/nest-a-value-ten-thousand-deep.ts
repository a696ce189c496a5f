import { newId } from '../../../src/lib/protocol/ids.ts';
import { type UpdateAttack } from '../../support/attack.ts';
import { handMade, rawValueItem } from '../../support/hand-made.ts';

/** Reading it recurses until the stack ends (U3). */
export default {
	name: 'nest a value a hundred thousand deep',
	code: 'malformed',
	update: ({ doc }) => {
		const depth = 100_000;
		const nested = [...Array<number>(2 * depth)].map((_, i) => (i % 2 === 0 ? 117 : 1));
		return handMade([
			{ client: doc.clientID, clock: 0, structs: [rawValueItem({ key: newId() }, 1, [...nested, 126])] }
		]);
	}
} satisfies UpdateAttack;
