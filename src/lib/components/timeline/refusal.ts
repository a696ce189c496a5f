import { m } from '$lib/paraglide/messages';
import type { ReturnCode } from '../../room/model.ts';

/** Why the server gave a message back, for the person who wrote it. */
export function refusalReason(code: ReturnCode): string {
	switch (code) {
		case 'no-access':
			return m.refused_no_access();
		case 'too-large':
			return m.refused_too_large();
		case 'not-yours':
		case 'wrong-author':
			return m.refused_other_account();
		case 'client-id-taken':
		case 'missing-dependencies':
			return m.refused_out_of_step();
		case 'rate-limited':
			return m.refused_too_many();
		case 'storage-unavailable':
			return m.refused_not_stored();
		default:
			return m.refused_unreadable();
	}
}
