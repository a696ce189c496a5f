import { type UpdateAttack } from '../../support/attack.ts';
import { handMade } from '../../support/hand-made.ts';

/** Yjs walks the structs under each range: 60 kB of this, over a long document, took seven seconds (U2). */
export default {
	name: 'stop the server by deleting the same range again and again',
	code: 'malformed',
	update: ({ myClient }) =>
		handMade(
			[],
			[{ client: myClient, ranges: [...Array<[number, number]>(50_000)].map((): [number, number] => [0, 1]) }]
		)
} satisfies UpdateAttack;
