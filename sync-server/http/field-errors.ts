import type * as z from 'zod/mini';
import type { FieldError } from '../../src/lib/protocol/problem.ts';

/** Errors listed in one answer: a body full of unknown fields must not come back larger than it was. */
const ERRORS_MAX = 20;

/** Characters of a field's name that are repeated in an answer; the name may be anything the client has sent. */
const FIELD_MAX_CHARS = 64;

/** What is wrong with each field of `body`, the first thing for each. */
export function fieldErrorsOf({ issues }: z.core.$ZodError, body: object): FieldError[] {
	const found = new Map<string, FieldError>();
	for (const { field, code } of issues.flatMap((issue) => errorsOf(issue, body))) {
		if (found.size < ERRORS_MAX && !found.has(field)) {
			found.set(field, { field: field.slice(0, FIELD_MAX_CHARS), code });
		}
	}
	return [...found.values()];
}

function errorsOf(issue: z.core.$ZodIssue, body: object): FieldError[] {
	if (issue.code === 'unrecognized_keys') return issue.keys.map((field) => ({ field, code: 'unknown' }));
	const field = String(issue.path[0] ?? '');
	if (!Object.hasOwn(body, field)) return [{ field, code: 'missing' }];
	if (issue.code === 'too_small') return [{ field, code: 'too-short' }];
	if (issue.code === 'too_big') return [{ field, code: 'too-long' }];
	return [{ field, code: 'invalid' }];
}
