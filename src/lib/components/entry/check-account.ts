import type { FieldError } from '../../protocol/problem.ts';
import { PASSWORD_MIN_CHARS, USERNAME_MIN_CHARS } from '../../protocol/limits.ts';
import type { RegisterRequest } from '../../protocol/rest.ts';

/**
 * What is plainly wrong with a new account, in the order of the form. The server has the last word on everything; this
 * only spares a round trip, and works without a connection.
 */
export function checkAccount({ displayName, username, email, password }: RegisterRequest): FieldError[] {
	const errors: FieldError[] = [];
	if (displayName === '') errors.push({ field: 'displayName', code: 'missing' });
	errors.push(...checkUsername(username));
	return [...errors, ...checkEmail(email), ...checkPassword(password)];
}

/** What is plainly wrong with an email address. */
export function checkEmail(email: string): FieldError[] {
	const field = 'email';
	if (email === '') return [{ field, code: 'missing' }];
	return email.includes('@') ? [] : [{ field, code: 'invalid' }];
}

/** What is plainly wrong with a username. */
export function checkUsername(username: string): FieldError[] {
	const field = 'username';
	if (username === '') return [{ field, code: 'missing' }];
	if (username.length < USERNAME_MIN_CHARS) return [{ field, code: 'too-short' }];
	return /^[a-z0-9][a-z0-9._-]*$/i.test(username) ? [] : [{ field, code: 'invalid' }];
}

/** What is plainly wrong with a new password. */
export function checkPassword(password: string): FieldError[] {
	const field = 'password';
	if (password === '') return [{ field, code: 'missing' }];
	return password.length < PASSWORD_MIN_CHARS ? [{ field, code: 'too-short' }] : [];
}
