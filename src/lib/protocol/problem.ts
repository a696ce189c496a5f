/** Media type of every error body (RFC 9457 §3). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** What can go wrong, as the last part of a problem's `type`; a client chooses its words by it. */
export type ProblemCode =
	| 'bad-request'
	| 'invalid-fields'
	| 'not-signed-in'
	| 'wrong-credentials'
	| 'wrong-origin'
	| 'forbidden'
	| 'not-found'
	| 'method-not-allowed'
	| 'email-taken'
	| 'username-taken'
	| 'body-too-large'
	| 'unsupported-media-type'
	| 'too-many-requests'
	/** The account has a second factor, and the request lacks its code or has a wrong one. */
	| 'second-factor-needed'
	/** Registration is closed, or open to the invited only. */
	| 'registration-closed'
	/** The link has expired, was used up or taken back, or never was one. */
	| 'link-over'
	/** The other has blocked this account, or this account the other. */
	| 'blocked'
	| 'banned'
	/** Somebody else changed it after this device last saw it; `detail` has what it is now. */
	| 'changed-meanwhile'
	/** The last owner cannot leave, be demoted or delete the account: make somebody else an owner first. */
	| 'last-owner'
	| 'room-archived'
	/** The account may read in the room and not write: by its role, because it is muted, or where only moderators write. */
	| 'read-only'
	/** The message was deleted: it takes no edit, and shows nothing of what it said. */
	| 'message-deleted'
	/** There are as many as there may be. */
	| 'too-many'
	| 'storage-unavailable'
	| 'internal';

/** One field of the request that is not as it should be. */
export interface FieldError {
	/** The field's name in the request body. */
	field: string;
	/** What is wrong, for a program: `missing`, `too-short`, `too-long`, `invalid`, `unknown`, `taken`. */
	code: 'missing' | 'too-short' | 'too-long' | 'invalid' | 'unknown' | 'taken';
}

/** An error body of the REST API (RFC 9457 §3.1). */
export interface Problem {
	/** `urn:tidings:problem:<code>` */
	type: `urn:tidings:problem:${ProblemCode}`;
	/** A short English summary, the same for every occurrence. */
	title: string;
	/** The HTTP status. */
	status: number;
	/** What happened this time, in English. */
	detail?: string;
	errors?: FieldError[];
}
