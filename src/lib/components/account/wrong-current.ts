import { m } from '$lib/paraglide/messages';
import type { Problem } from '../../protocol/problem.ts';
import { problemCode } from '../problem-words.ts';
import type { Complaint } from '../request-form.svelte.ts';

/** Where a form asks for the present password, wrong credentials are that field's. */
export function wrongCurrent(problem: Problem): Complaint | undefined {
	switch (problemCode(problem)) {
		case 'wrong-credentials':
			return { field: 'current', words: m.password_current_wrong() };
		case 'second-factor-needed':
			return { field: 'code', words: m.code_wrong() };
		default:
			return undefined;
	}
}

/** Where a form asks for a code of the second factor alone, whatever is wrong is that code. */
export function codeWrong(problem: Problem): Complaint | undefined {
	const codes: string[] = ['wrong-credentials', 'second-factor-needed', 'invalid-fields', 'link-over'];
	return codes.includes(problemCode(problem)) ? { field: 'code', words: m.code_wrong() } : undefined;
}
