import { m } from '$lib/paraglide/messages';

/** What is offered, in seconds: from a lively evening to an argument that has to cool down. */
const PRESETS = [0, 10, 30, 60, 300, 900, 3_600, 21_600];

/** The waits that can be chosen, with the present one where another program has set it. */
export function slowChoices(present: number): { value: number; label: string }[] {
	const values = PRESETS.includes(present) ? PRESETS : [...PRESETS, present].sort((a, b) => a - b);
	return values.map((value) => ({ value, label: slowWords(value) }));
}

function slowWords(seconds: number): string {
	if (seconds === 0) return m.slow_off();
	if (seconds % 3_600 === 0) return m.slow_hours({ count: seconds / 3_600 });
	return seconds % 60 === 0 ? m.slow_minutes({ count: seconds / 60 }) : m.slow_seconds({ count: seconds });
}
