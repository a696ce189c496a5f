import { isRejectCode, REJECT, type RejectCode } from '../protocol/reject-codes.ts';
import type { OutboxEntry } from './outbox.ts';

/** What a device does about a refused update. */
export type Consequence =
	/** D8: the same again, later. */
	| { kind: 'pause' }
	/** D5: compare state vectors again. */
	| { kind: 'resync' }
	/** D6, D10: a new copy. `returned` comes back to its writer with the code; `done` has arrived before. */
	| { kind: 'renew'; returned?: { entry: OutboxEntry; code: RejectCode }; done?: OutboxEntry };

/**
 * What follows from a refusal. `entry` is the outbox entry whose own update was refused, where it was one; `resyncs`, how
 * often in a row the document has been compared again already.
 */
export function consequenceOf(code: string, entry: OutboxEntry | undefined, resyncs: number): Consequence {
	const known: RejectCode = isRejectCode(code) ? code : 'malformed';
	const outcome = REJECT[known];
	switch (outcome) {
		case 'retry':
			return { kind: 'pause' };
		case 'resync':
			if (resyncs === 0) return { kind: 'resync' };
			break;
		case 'renew':
			return known === 'already-sent' && entry !== undefined ? { kind: 'renew', done: entry } : { kind: 'renew' };
		case 'refused':
			break;
		default:
			throw outcome satisfies never;
	}
	return entry === undefined ? { kind: 'renew' } : { kind: 'renew', returned: { entry, code: known } };
}
