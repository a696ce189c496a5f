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
	if (username === '') errors.push({ field: 'username', code: 'missing' });
	else if (username.length < USERNAME_MIN_CHARS) errors.push({ field: 'username', code: 'too-short' });
	else if (!/^[a-z0-9][a-z0-9._-]*$/i.test(username)) errors.push({ field: 'username', code: 'invalid' });
	if (email === '') errors.push({ field: 'email', code: 'missing' });
	else if (!email.includes('@')) errors.push({ field: 'email', code: 'invalid' });
	if (password === '') errors.push({ field: 'password', code: 'missing' });
	else if (password.length < PASSWORD_MIN_CHARS) errors.push({ field: 'password', code: 'too-short' });
	return errors;
}
