/** Somebody who has touched nothing for so long is away, in ms. */
export const IDLE_AFTER_MS = 5 * 60_000;

const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

/**
 * Tells when the person here stops doing anything, and when they begin again: after five minutes without a key or a
 * pointer, or at once when the page goes out of sight. Returns how to stop.
 */
export function watchIdle(tell: (idle: boolean) => void): () => void {
	let idle = false;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let touched = Date.now();
	const say = (next: boolean) => {
		if (next !== idle) tell((idle = next));
	};
	// One timer for each five minutes, not for each move of the mouse.
	const wait = (ms: number) => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			const left = touched + IDLE_AFTER_MS - Date.now();
			if (left > 0) wait(left);
			else say(true);
		}, ms);
	};
	const touch = () => {
		touched = Date.now();
		if (!idle || document.visibilityState === 'hidden') return;
		say(false);
		wait(IDLE_AFTER_MS);
	};
	const look = () => (document.visibilityState === 'hidden' ? say(true) : touch());
	for (const sign of SIGNS_OF_LIFE) addEventListener(sign, touch, { passive: true, capture: true });
	document.addEventListener('visibilitychange', look);
	wait(IDLE_AFTER_MS);
	return () => {
		clearTimeout(timer);
		for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, touch, { capture: true });
		document.removeEventListener('visibilitychange', look);
	};
}
