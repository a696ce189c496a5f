import { m } from '$lib/paraglide/messages';
import type { Unsent } from '../../sync/unsent.ts';

/** A sentence for each kind of thing that is on this device only, messages first. */
export function unsentWords({ messages, drafts, changes }: Unsent): string[] {
	return [
		...(messages > 0 ? [m.sign_out_title({ count: messages })] : []),
		...(drafts > 0 ? [m.sign_out_drafts({ count: drafts })] : []),
		...(changes > 0 ? [m.sign_out_changes({ count: changes })] : [])
	];
}
