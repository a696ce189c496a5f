import { tick } from 'svelte';
import { m } from '$lib/paraglide/messages';
import type { FieldError, Problem } from '../../protocol/problem.ts';
import { fieldErrors, fieldWords, problemWords } from '../problem-words.ts';

/** How a sign-in or sign-up ended. No problem at all means that the server could not be reached. */
export type EntryResult = { ok: true } | { ok: false; problem: Problem | undefined };

/** What a form before the workspace shows: what is wrong with which field, or with the whole. */
export class EntryForm {
	#errors = $state.raw<FieldError[]>([]);
	#failure = $state<string>();
	#busy = $state(false);

	get busy(): boolean {
		return this.#busy;
	}

	/** What went wrong with the whole form, in words. */
	get failure(): string | undefined {
		return this.#failure;
	}

	/** What is wrong with a field, in words. */
	error(field: string): string | undefined {
		const error = this.#errors.find((one) => one.field === field);
		return error && fieldWords(error);
	}

	/** Sends the form unless `wrong` says that it cannot succeed; the first wrong field gets the focus. */
	async submit(form: HTMLFormElement, wrong: FieldError[], send: () => Promise<EntryResult>): Promise<boolean> {
		if (this.#busy) return false;
		this.#failure = undefined;
		this.#errors = wrong;
		const ok = wrong.length === 0 && (await this.#send(send));
		if (!ok) {
			await tick();
			form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
		}
		return ok;
	}

	async #send(send: () => Promise<EntryResult>): Promise<boolean> {
		this.#busy = true;
		const result = await send().finally(() => {
			this.#busy = false;
		});
		if (result.ok) return true;
		if (result.problem === undefined) this.#failure = m.entry_needs_connection();
		else {
			this.#errors = fieldErrors(result.problem);
			if (this.#errors.length === 0) this.#failure = problemWords(result.problem);
		}
		return false;
	}
}
