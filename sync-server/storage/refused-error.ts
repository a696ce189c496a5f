import type { ProblemCode } from '../../src/lib/protocol/problem.ts';

/**
 * What was asked for is not to be had as things are; nothing has changed. Thrown where the reason is known for certain,
 * which for a change of the store is inside its transaction; the asker is answered with the code.
 */
export class RefusedError extends Error {
	override name = 'RefusedError';
	readonly code: ProblemCode;
	/** `detail`: what happened this time, in English. */
	constructor(code: ProblemCode, detail?: string) {
		super(detail ?? code);
		this.code = code;
	}
}
