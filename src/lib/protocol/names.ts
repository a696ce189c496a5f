import * as z from 'zod/mini';
import { NAME_MARKS_MAX, USERNAME_MAX_CHARS, USERNAME_MIN_CHARS } from './limits.ts';

/** No control characters, no line ends, no bidirectional overrides (UAX #9) that would rewrite the line around a name. */
const ONE_LINE = /^[^\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]*$/u;

/** Two hundred accents on one letter would climb over the lines above it. */
const FEW_MARKS = new RegExp(`^(?!.*\\p{M}{${NAME_MARKS_MAX + 1}})`, 'u');

/** A name that other people read: trimmed, not blank, and unable to disturb the text around it. */
export function nameSchema(maxChars: number) {
	return lineSchema(maxChars).check(z.minLength(1), z.regex(/[\p{L}\p{N}\p{S}\p{P}]/u));
}

/** One line that other people read; may be empty. */
export function lineSchema(maxChars: number) {
	return z.string().check(z.trim(), z.maxLength(maxChars), z.regex(ONE_LINE), z.regex(FEW_MARKS));
}

/** ASCII letters, digits, dot, dash and underscore; kept in lower case, so that `Anna` and `anna` are one person. */
export const usernameSchema = z
	.string()
	.check(
		z.toLowerCase(),
		z.minLength(USERNAME_MIN_CHARS),
		z.maxLength(USERNAME_MAX_CHARS),
		z.regex(/^[a-z0-9][a-z0-9._-]*$/)
	);
