import { createSubscriber } from 'svelte/reactivity';

/** How often what depends on the time of day is looked at again, in ms: a status or a mute that is over goes within that. */
const TICK_MS = 20_000;

/** Call it where something shown depends on the time: it is then rendered again every now and then. */
export const passingTime = createSubscriber((update) => {
	const timer = setInterval(update, TICK_MS);
	return () => clearInterval(timer);
});
