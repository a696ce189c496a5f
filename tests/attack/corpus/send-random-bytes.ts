import { randomBytes } from 'node:crypto';
import { UPDATE_MAX_BYTES } from '../../../src/lib/protocol/limits.ts';
import { type UpdateAttack } from '../../support/attack.ts';

/** No update at all (U3). */
export default {
	name: 'send 1 MB of random bytes',
	code: 'malformed',
	update: () => Uint8Array.from(randomBytes(UPDATE_MAX_BYTES)).fill(255, 0, 1)
} satisfies UpdateAttack;
