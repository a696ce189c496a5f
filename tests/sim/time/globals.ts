import { webcrypto } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import type { TimerOptions } from 'node:timers';
import timersPromises from 'node:timers/promises';
import type { Random } from './random.ts';
import type { Scheduler, Timer } from './scheduler.ts';

/** The run that the globals answer for; outside of one they are what they always were. */
let run: { scheduler: Scheduler; random: Random } | undefined;

/** How long one step of IndexedDB takes at most, in ms: several make a transaction, so a crash can fall into one. */
const DISK_STEP_MS = 0.3;

const realRandomValues = webcrypto.getRandomValues.bind(webcrypto);
const realPause = timersPromises.setTimeout;

/**
 * Yjs keeps the function that it finds when it is loaded, and the server's pauses come from a module of Node's: both are
 * replaced once, before anything else is loaded, by ones that ask whether there is a run.
 */
export function interposeOnce(): void {
	const randomValues = <T extends ArrayBufferView>(array: T): T => {
		if (run === undefined) return realRandomValues(array as never);
		run.random.fill(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
		return array;
	};
	Object.defineProperty(webcrypto, 'getRandomValues', { value: randomValues, configurable: true });
	timersPromises.setTimeout = <T>(ms?: number, value?: T, options?: TimerOptions) => {
		if (run === undefined) return realPause(ms, value, options);
		return new Promise<T>((resolve) => setTimeout(() => resolve(value as T), ms));
	};
	syncBuiltinESMExports();
}

/** Whose turn it is, the time as that one sees it, and chance; undefined outside of a run. */
export function currentRun(): { scheduler: Scheduler; random: Random } | undefined {
	return run;
}

/** Puts time and chance under a run's control. Returns a function that gives them back. */
export function takeOver(scheduler: Scheduler, random: Random): () => void {
	const before = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
	const [now, mathRandom] = [Date.now, Math.random];
	run = { scheduler, random };
	Object.assign(globalThis, timersOn(scheduler, random));
	Date.now = () => Math.floor(scheduler.now + scheduler.current.skew);
	performance.now = () => scheduler.now;
	Math.random = () => random.fraction();
	const listeners = process.listeners('unhandledRejection');
	process.removeAllListeners('unhandledRejection').on('unhandledRejection', scheduler.unhandled);
	return () => {
		run = undefined;
		Object.assign(globalThis, before);
		Object.assign(Date, { now });
		// The run's shadows the one of the prototype.
		Reflect.deleteProperty(performance, 'now');
		Math.random = mathRandom;
		process.removeAllListeners('unhandledRejection');
		for (const listener of listeners) process.on('unhandledRejection', listener);
	};
}

function timersOn(scheduler: Scheduler, random: Random): object {
	const cancel = (timer?: { cancel(): void }) => timer?.cancel();
	const every = (callback: () => void, ms = 0) => {
		const actor = scheduler.current;
		const again = (): Timer => {
			const run = () => {
				next = again();
				callback();
			};
			return scheduler.after(ms, actor, run, 'timer');
		};
		let next = again();
		const interval = { cancel: () => next.cancel(), unref: () => interval };
		return interval;
	};
	return {
		setTimeout: (callback: () => void, ms = 0) => scheduler.after(ms, scheduler.current, callback, 'timer'),
		setInterval: every,
		// In these processes only the fake IndexedDB uses it, and a browser's disk goes on when a page has died.
		setImmediate: (callback: () => void) => {
			const actor = scheduler.current;
			actor.lastImmediate = Math.max(actor.lastImmediate, scheduler.now + random.between(0, DISK_STEP_MS));
			return scheduler.at(actor.lastImmediate, actor, callback, 'disk');
		},
		clearTimeout: cancel,
		clearInterval: cancel,
		clearImmediate: cancel
	};
}
