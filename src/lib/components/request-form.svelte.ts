import { tick } from 'svelte';
import { m } from '$lib/paraglide/messages';
import type { FieldError, Problem } from '../protocol/problem.ts';
import { fieldErrors, fieldWords, problemWords } from './problem-words.ts';

/** How a request ended. No problem at all means that the server could not be reached. */
export type RequestResult = { ok: true } | { ok: false; problem: Problem | undefined };

/** A problem in words of its own, and the field that it is about; without one, the whole form. */
export interface Complaint {
	field?: string;
	words: string;
}

/** What a form shows that asks the server for something: what is wrong with which field, or with the whole. */
export class RequestForm {
	readonly #explain: (problem: Problem) => Complaint | undefined;
	#errors = $state.raw<Readonly<Record<string, string>>>({});
	#failure = $state<string>();
	#busy = $state(false);

	/** `explain` may say in better words what a problem means for this form. */
	constructor(explain: (problem: Problem) => Complaint | undefined = () => undefined) {
		this.#explain = explain;
	}

	get busy(): boolean {
		return this.#busy;
	}

	/** What went wrong with the whole form, in words. */
	get failure(): string | undefined {
		return this.#failure;
	}

	/** What is wrong with a field, in words. */
	error(field: string): string | undefined {
		return this.#errors[field];
	}

	/** Sends the form unless `wrong` says that it cannot succeed; the first wrong field gets the focus. */
	async submit(form: HTMLFormElement, wrong: FieldError[], send: () => Promise<RequestResult>): Promise<boolean> {
		if (this.#busy) return false;
		this.#failure = undefined;
		this.#complain(wrong);
		const ok = wrong.length === 0 && (await this.#send(send));
		if (!ok) {
			await tick();
			form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
		}
		return ok;
	}

	async #send(send: () => Promise<RequestResult>): Promise<boolean> {
		this.#busy = true;
		const result = await send().finally(() => {
			this.#busy = false;
		});
		if (result.ok) return true;
		if (result.problem === undefined) this.#failure = m.entry_needs_connection();
		else this.#report(result.problem);
		return false;
	}

	#report(problem: Problem): void {
		const complaint = this.#explain(problem);
		if (complaint?.field !== undefined) {
			this.#errors = { [complaint.field]: complaint.words };
			return;
		}
		const errors = complaint === undefined ? fieldErrors(problem) : [];
		this.#complain(errors);
		if (errors.length === 0) this.#failure = complaint?.words ?? problemWords(problem);
	}

	#complain(errors: FieldError[]): void {
		this.#errors = Object.fromEntries(errors.map((error) => [error.field, fieldWords(error)]));
	}
}
