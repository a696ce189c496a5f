import { m } from '$lib/paraglide/messages';
import type { Availability } from '../../protocol/rest-people.ts';

/** What one may let others see of where one is, each with what that means. */
export function availabilities(): { value: Availability; label: string; text: string }[] {
	return [
		{ value: 'auto', label: m.availability_auto(), text: m.availability_auto_text() },
		{ value: 'busy', label: m.availability_busy(), text: m.availability_busy_text() },
		{ value: 'hidden', label: m.availability_hidden(), text: m.availability_hidden_text() }
	];
}
