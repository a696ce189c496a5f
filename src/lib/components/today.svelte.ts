import { createSubscriber } from 'svelte/reactivity';
import { nextMidnight } from './timeline/dates.ts';

/** "Yesterday" is wrong after midnight: whoever reads `now` is told when the day has changed. */
class Today {
	#subscribe = createSubscriber((update) => {
		let timer: ReturnType<typeof setTimeout>;
		const schedule = () => {
			timer = setTimeout(tick, nextMidnight(Date.now()) - Date.now());
		};
		const tick = () => {
			clearTimeout(timer);
			update();
			schedule();
		};
		// Timers stop while a laptop sleeps.
		document.addEventListener('visibilitychange', tick);
		schedule();
		return () => {
			document.removeEventListener('visibilitychange', tick);
			clearTimeout(timer);
		};
	});

	/** Milliseconds since the Unix epoch. */
	get now(): number {
		this.#subscribe();
		return Date.now();
	}
}

export const today = new Today();
