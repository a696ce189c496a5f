import type { RejectCode } from '../../src/lib/protocol/reject-codes.ts';

/** Thrown while an update is being checked; never leaves this folder, where it becomes a {@link Verdict}. */
export class Refusal extends Error {
	override name = 'Refusal';
	readonly code: RejectCode;
	constructor(code: RejectCode, detail: string) {
		super(detail);
		this.code = code;
	}
}

/** What became of an update: durable, or refused and gone without a trace (I3). */
export type Verdict =
	/** `written` counts the messages and edits in it. */
	{ accepted: true; written: number } | { accepted: false; code: RejectCode; detail: string };

/** The verdict for anything thrown while an update was decoded, applied or checked. */
export function verdictOf(error: unknown): Verdict {
	if (error instanceof Refusal) return { accepted: false, code: error.code, detail: error.message };
	return { accepted: false, code: 'malformed', detail: error instanceof Error ? error.message : String(error) };
}
