/**
 * Anything that Markdown could make something of. A letter on both sides (`snake_case`) or none (`2 * 3`) is no mark. Rather
 * once too often than too seldom: what it passes by is shown as it was typed, for good.
 */
const MARKS = new RegExp(
	[
		'[`\\\\]|~~|\\]\\(',
		'\\*[^\\s*]',
		'(?<![\\p{L}\\p{N}_])_+[^\\s_]',
		'<(?:https?:|mailto:|[^\\s<>@]+@)',
		'^[ \\t]*(?:>|[-+*][ \\t]|\\d{1,9}[.)][ \\t])'
	].join('|'),
	'imu'
);

/** Whether a text has to go through the Markdown renderer. Most have not, and are drawn without waiting for it. */
export function hasMarks(body: string): boolean {
	return MARKS.test(body);
}
