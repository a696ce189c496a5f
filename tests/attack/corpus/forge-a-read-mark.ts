import { newId } from '../../../src/lib/protocol/ids.ts';
import { forgedBy, type UpdateAttack } from '../../support/attack.ts';

/** A mark that no command has set would never be told of to the others (U6, I6). */
export default {
	name: 'write a read mark into their personal document',
	code: 'server-only',
	at: 'personal',
	update: ({ doc }) => forgedBy(doc, () => doc.getMap('reads').set(newId(), { seq: 1_000_000 }))
} satisfies UpdateAttack;
