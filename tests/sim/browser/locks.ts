import type { Scheduler } from '../time/scheduler.ts';
import type { TabActor } from './tab-actor.ts';

interface Request {
	tab: TabActor;
	signal: AbortSignal | undefined;
	hold: () => Promise<unknown>;
	resolve: (value: unknown) => void;
	reject: (error: unknown) => void;
	over: boolean;
}

interface Options {
	signal?: AbortSignal;
	steal?: boolean;
}

/** The locks of one browser profile (Web Locks, W3C): one holder, a queue, and a thief who needs not wait. */
export class Locks {
	#scheduler: Scheduler;
	#holder: Request | undefined;
	#queue: Request[] = [];

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
	}

	request(_name: string, { signal, steal = false }: Options, hold: () => Promise<unknown>): Promise<unknown> {
		const tab = this.#scheduler.current as TabActor;
		return new Promise((resolve, reject) => {
			const request: Request = { tab, signal, hold, resolve, reject, over: false };
			if (signal?.aborted === true) return reject(aborted());
			signal?.addEventListener('abort', () => this.#withdraw(request));
			tab.onDeath.push(() => this.#end(request));
			if (!steal) this.#queue.push(request);
			else this.#steal(request);
			this.#grant();
		});
	}

	#steal(thief: Request): void {
		const robbed = this.#holder;
		this.#holder = undefined;
		this.#queue.unshift(thief);
		if (robbed === undefined) return;
		robbed.over = true;
		this.#scheduler.after(0, robbed.tab, () => robbed.reject(aborted()));
	}

	/** Only whoever waits can withdraw; the signal of a lock that is held means nothing. */
	#withdraw(request: Request): void {
		if (!this.#queue.includes(request)) return;
		this.#queue = this.#queue.filter((other) => other !== request);
		request.over = true;
		this.#scheduler.after(0, request.tab, () => request.reject(aborted()));
	}

	#end(request: Request): void {
		request.over = true;
		this.#queue = this.#queue.filter((other) => other !== request);
		if (this.#holder !== request) return;
		this.#holder = undefined;
		this.#grant();
	}

	#grant(): void {
		const next = this.#queue[0];
		if (this.#holder !== undefined || next === undefined) return;
		this.#queue.shift();
		this.#holder = next;
		this.#scheduler.after(0, next.tab, () => {
			if (next.over) return;
			// Withdrawn between being granted and being called, which a browser takes for withdrawn in time.
			if (next.signal?.aborted === true) {
				next.reject(aborted());
				return this.#end(next);
			}
			const release = (settle: () => void) => {
				if (next.over) return;
				settle();
				this.#end(next);
			};
			next.hold().then(
				(value) => release(() => next.resolve(value)),
				(error: unknown) => release(() => next.reject(error))
			);
		});
	}
}

function aborted(): DOMException {
	return new DOMException('the lock was taken away', 'AbortError');
}
