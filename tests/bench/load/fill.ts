import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from './crowd.ts';

/** Updates on their way at once: enough to keep a server busy, few enough for any to keep up. */
const IN_FLIGHT = 8;
const POLL_MS = 1;
/** So long without one more message having come back means that none will, in milliseconds. */
const GIVE_UP_MS = 60_000;

/**
 * Has the crowd say so many messages as fast as the server takes them, `perUpdate` in one update, as a device does that was
 * offline for long. Resolves when everyone has all of them.
 */
export async function fill(crowd: Crowd, messages: number, perUpdate: number): Promise<void> {
	crowd.startRun();
	const { clientsPerRoom } = crowd.shape;
	let [arrived, since] = [0, Date.now()];
	while (arrived < messages * clientsPerRoom) {
		while (
			crowd.expected < messages * clientsPerRoom &&
			crowd.expected - arrived < IN_FLIGHT * perUpdate * clientsPerRoom
		) {
			crowd.say(perUpdate);
		}
		await pause(POLL_MS);
		const { distinct } = await crowd.swarm.report();
		if (distinct > arrived) [arrived, since] = [distinct, Date.now()];
		if (Date.now() - since > GIVE_UP_MS) throw new Error(`only ${arrived} of ${messages} messages came back`);
	}
}
