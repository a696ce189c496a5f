import { newId } from '../../../src/lib/protocol/ids.ts';
import { UPDATE_MAX_VERSIONS_PER_KEY } from '../../../src/lib/protocol/limits.ts';
import { type UpdateAttack, words } from '../../support/attack.ts';
import { handMade, valueItem } from '../../support/hand-made.ts';

/** Each one goes to the message log, for ever (U2). */
export default {
	name: 'send more versions of one message than anyone makes',
	code: 'too-large',
	update: ({ doc, me }) => {
		const key = newId();
		const versions = [...Array(UPDATE_MAX_VERSIONS_PER_KEY + 1).keys()].map((clock) =>
			valueItem(clock === 0 ? { key } : { origin: [doc.clientID, clock - 1] }, words(me))
		);
		return handMade([{ client: doc.clientID, clock: 0, structs: versions }]);
	}
} satisfies UpdateAttack;
