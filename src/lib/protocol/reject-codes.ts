/**
 * Why an update was refused, and what its sender does next:
 * - `refused`: it can never be accepted; what it carried comes back to its writer (D6).
 * - `resync`: the two sides hold different structs; exchange state vectors again (D5).
 * - `retry`: nothing is wrong with it; send it again later (D8).
 * - `renew`: nothing is wrong with the words, but they do not go there; the copy is renewed and they find their place (D10).
 * PROTOCOL.md, "Reject codes".
 */
export const REJECT = {
	malformed: 'refused',
	'too-large': 'refused',
	'client-id-taken': 'refused',
	'unknown-root': 'refused',
	'server-only': 'refused',
	'not-yours': 'refused',
	'wrong-author': 'refused',
	'invalid-content': 'refused',
	'read-only': 'refused',
	'room-archived': 'refused',
	'slow-mode': 'refused',
	blocked: 'refused',
	'message-deleted': 'refused',
	'segment-closed': 'renew',
	'already-sent': 'renew',
	'missing-dependencies': 'resync',
	'storage-unavailable': 'retry',
	'rate-limited': 'retry'
} as const satisfies Record<string, 'refused' | 'resync' | 'retry' | 'renew'>;

export type RejectCode = keyof typeof REJECT;

/** Whether `text` is a reject code this version knows. */
export function isRejectCode(text: string): text is RejectCode {
	return Object.hasOwn(REJECT, text);
}
