import { m } from '$lib/paraglide/messages';
import type { FieldError, Problem, ProblemCode } from '../protocol/problem.ts';
import { PASSWORD_MIN_CHARS, USERNAME_MAX_CHARS, USERNAME_MIN_CHARS } from '../protocol/limits.ts';

/** What went wrong with a request, for the person who made it. The server's own sentences are English only. */
export function problemWords(problem: Problem): string {
	switch (problemCode(problem)) {
		case 'wrong-credentials':
			return m.problem_wrong_credentials();
		case 'not-signed-in':
			return m.connection_signed_out();
		case 'email-taken':
			return m.field_email_taken();
		case 'username-taken':
			return m.field_username_taken();
		case 'not-found':
			return m.room_missing_text();
		case 'too-many-requests':
			return m.problem_too_many();
		case 'storage-unavailable':
			return m.problem_storage();
		case 'forbidden':
			return m.problem_forbidden();
		case 'last-owner':
			return m.problem_last_owner();
		case 'link-over':
			return m.problem_link_over();
		case 'registration-closed':
			return m.problem_registration_closed();
		default:
			return m.problem_other();
	}
}

/** Why a request did not work; without a problem, the server could not be reached. */
export function failureWords(problem: Problem | undefined, unreachable = m.needs_connection()): string {
	return problem === undefined ? unreachable : problemWords(problem);
}

/** What is wrong with each field, by its name. A name that is taken counts as its field's error. */
export function fieldErrors(problem: Problem): FieldError[] {
	const code = problemCode(problem);
	if (problem.errors !== undefined && problem.errors.length > 0) return problem.errors;
	if (code === 'email-taken') return [{ field: 'email', code: 'taken' }];
	if (code === 'username-taken') return [{ field: 'username', code: 'taken' }];
	return [];
}

/** One field's error in words. */
export function fieldWords({ field, code }: FieldError): string {
	if (code === 'missing') return m.field_missing();
	if (code === 'too-long') return m.field_too_long();
	switch (field) {
		case 'email':
			return code === 'taken' ? m.field_email_taken() : m.field_email_invalid();
		case 'username':
			return code === 'taken'
				? m.field_username_taken()
				: m.field_username_invalid({ min: USERNAME_MIN_CHARS, max: USERNAME_MAX_CHARS });
		case 'password':
			return m.field_password_short({ min: PASSWORD_MIN_CHARS });
		default:
			return m.field_name_invalid();
	}
}

/** What a problem is, for a program. */
export function problemCode(problem: Problem): ProblemCode {
	return problem.type.slice('urn:tidings:problem:'.length) as ProblemCode;
}
