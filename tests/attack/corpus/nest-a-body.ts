import { newId } from '../../../src/lib/protocol/ids.ts';
import { saying, type UpdateAttack, words } from '../../support/attack.ts';

/** Deep, but not too deep to read (U8). */
export default {
	name: 'nest a message body a thousand deep',
	code: 'invalid-content',
	update: ({ doc, me }) => {
		let body: unknown = 'x';
		for (let i = 0; i < 1000; i++) body = [body];
		return saying(doc, newId(), { ...words(me), body });
	}
} satisfies UpdateAttack;
