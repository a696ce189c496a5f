/** In the order of their code units, so that two keys compare as plain text. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What a room's `order` may hold, in characters; a key that has grown longer asks for the whole section to be spread anew. */
export const ORDER_MAX_CHARS = 64;

/**
 * A key between two others, read as fractions in base 62: there is always room for one more, and moving one room writes
 * one key. `before` must be less than `after`; undefined stands for the beginning and the end. No key ends in `0`, because
 * nothing would fit below it.
 */
export function keyBetween(before = '', after?: string): string {
	const shared = after === undefined ? 0 : sharedDigits(before, after);
	if (after !== undefined && shared > 0) {
		return after.slice(0, shared) + keyBetween(before.slice(shared), after.slice(shared));
	}
	const from = before === '' ? 0 : digitAt(before);
	const to = after === undefined ? DIGITS.length : digitAt(after);
	if (to - from > 1) return DIGITS.charAt((from + to) >> 1);
	if (after !== undefined && after.length > 1) return after.charAt(0);
	return DIGITS.charAt(from) + keyBetween(before.slice(1));
}

/** So many keys in ascending order, as far from each other as they can be while they are short. */
export function keysFor(count: number): string[] {
	const step = DIGITS.length ** 2 / (count + 1);
	return Array.from({ length: count }, (_, index) => twoDigits(Math.floor((index + 1) * step)));
}

function twoDigits(value: number): string {
	const [high, low] = [Math.floor(value / DIGITS.length), value % DIGITS.length];
	return low === 0 ? DIGITS.charAt(high) : DIGITS.charAt(high) + DIGITS.charAt(low);
}

/** How many digits `before`, followed by zeros without end, has in common with `after`. */
function sharedDigits(before: string, after: string): number {
	let shared = 0;
	while (shared < after.length && (before[shared] ?? DIGITS[0]) === after[shared]) shared++;
	return shared;
}

/** A character that is no digit, as another version may write, counts as the nearest one. */
function digitAt(key: string): number {
	return DIGITS.indexOf(key.charAt(0));
}
