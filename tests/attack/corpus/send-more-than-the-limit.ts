import { UPDATE_MAX_BYTES } from '../../../src/lib/protocol/limits.ts';
import { type UpdateAttack } from '../../support/attack.ts';

/** A frame may be larger than an update, so that this has a name (U2). */
export default {
	name: 'send more than the limit',
	code: 'too-large',
	update: () => new Uint8Array(UPDATE_MAX_BYTES + 1)
} satisfies UpdateAttack;
