/**
 * Why the server closed a socket. 44xx is a decision that reconnecting cannot change; 45xx passes, try again
 * (the same convention as y-websocket's `shouldReconnect`). PROTOCOL.md, "Close codes".
 */
export const CLOSE = {
	/** A frame that is not of this protocol. */
	badFrame: 4400,
	/** No session, or one that has ended: sign in again. */
	noSession: 4401,
	/** The page that opened the socket is not ours. */
	wrongOrigin: 4403,
	/** Stock endpoint: no such document, or not for this account. The two are told apart for nobody. */
	noDocument: 4404,
	/** The client speaks a protocol version this server does not: reload to update. */
	wrongVersion: 4406,
	/** Stock endpoint: an update was refused; the reason is the close reason. */
	rejected: 4409,
	/** Stock endpoint: the document has begun a new generation (N5): start again from an empty one. */
	outdatedCopy: 4410,
	/** The server is shutting down. */
	goingAway: 4501,
	/** The store accepts no writes at the moment. */
	storageUnavailable: 4503,
	/** Too much too fast. */
	rateLimited: 4529
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

/** Whether a client should open a new socket after one closed with `code`. */
export function mayReconnect(code: number): boolean {
	return !(code >= 4400 && code < 4500);
}
