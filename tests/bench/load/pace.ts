import { nowUs } from './stamp.ts';

/**
 * Calls `send` at a fixed rate for a time, whatever becomes of what it sends: a load that waited for a slow server would
 * hide how slow it is. Timers wake once a millisecond, so what is due since the last time goes out together.
 */
export function pace(perSecond: number, durationMs: number, send: () => void): Promise<void> {
	const startUs = nowUs();
	const total = Math.round((perSecond * durationMs) / 1000);
	let sent = 0;
	return new Promise((resolve) => {
		const timer = setInterval(() => {
			const due = Math.min(total, Math.floor(((nowUs() - startUs) * perSecond) / 1_000_000));
			for (; sent < due; sent++) send();
			if (sent < total) return;
			clearInterval(timer);
			resolve();
		}, 1);
	});
}
