import { m } from '$lib/paraglide/messages';
import type { Registration } from '../../protocol/workspace.ts';

/** Why nobody can sign up here, and what to do instead; undefined where they can, or where nobody has said. */
export function registrationBar(registration: Registration | undefined, invited: boolean): string | undefined {
	if (registration === 'invited' && !invited) return m.registration_invited();
	// A guest may still be let in by an invitation.
	return registration === 'closed' && !invited ? m.problem_registration_closed() : undefined;
}
