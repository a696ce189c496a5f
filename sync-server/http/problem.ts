import { PROBLEM_MEDIA_TYPE, type FieldError, type Problem, type ProblemCode } from '../../src/lib/protocol/problem.ts';

/** The status and the summary of every problem. */
const PROBLEMS: Record<ProblemCode, { status: number; title: string }> = {
	'bad-request': { status: 400, title: 'The request is not well formed' },
	'not-signed-in': { status: 401, title: 'Sign in first' },
	'wrong-credentials': { status: 401, title: 'The email or the password is wrong' },
	'wrong-origin': { status: 403, title: 'The request comes from another site' },
	forbidden: { status: 403, title: 'Your role here does not allow it' },
	'not-found': { status: 404, title: 'There is nothing here' },
	'method-not-allowed': { status: 405, title: 'This cannot be done here' },
	'email-taken': { status: 409, title: 'The email belongs to another account' },
	'username-taken': { status: 409, title: 'The username belongs to another account' },
	'body-too-large': { status: 413, title: 'The request body is too large' },
	'unsupported-media-type': { status: 415, title: 'The request body must be JSON' },
	'invalid-fields': { status: 422, title: 'Some fields are not as they should be' },
	'second-factor-needed': { status: 401, title: 'The second factor’s code is missing or wrong' },
	'registration-closed': { status: 403, title: 'This workspace takes no new accounts this way' },
	blocked: { status: 403, title: 'One of the two has blocked the other' },
	banned: { status: 403, title: 'This account may not join the room' },
	'link-over': { status: 410, title: 'The link is no longer good' },
	'changed-meanwhile': { status: 409, title: 'Somebody else changed it meanwhile' },
	'last-owner': { status: 409, title: 'There must be an owner' },
	'read-only': { status: 403, title: 'This account may not write here at the moment' },
	'message-deleted': { status: 410, title: 'The message was deleted' },
	'room-archived': { status: 409, title: 'The room is archived' },
	'too-many': { status: 409, title: 'There are as many as there may be' },
	'too-many-requests': { status: 429, title: 'Too many attempts' },
	internal: { status: 500, title: 'Something went wrong on the server' },
	'storage-unavailable': { status: 503, title: 'Nothing can be saved at the moment' }
};

/** What a problem may say besides its code. */
export interface ProblemMore {
	detail?: string;
	errors?: FieldError[];
	/** Response headers, such as Allow or Retry-After. */
	headers?: Record<string, string>;
}

/** Thrown by a route to answer with a problem. */
export class ProblemError extends Error {
	override name = 'ProblemError';
	readonly code: ProblemCode;
	readonly more: ProblemMore;
	constructor(code: ProblemCode, more: ProblemMore = {}) {
		super(code);
		this.code = code;
		this.more = more;
	}
}

/** A problem as a response (RFC 9457). */
export function problemResponse({ code, more }: ProblemError): Response {
	const { status, title } = PROBLEMS[code];
	const { detail, errors, headers } = more;
	const problem: Problem = {
		type: `urn:tidings:problem:${code}`,
		title,
		status,
		...(detail === undefined ? {} : { detail }),
		...(errors === undefined ? {} : { errors })
	};
	return new Response(JSON.stringify(problem), { status, headers: { ...headers, 'content-type': PROBLEM_MEDIA_TYPE } });
}
