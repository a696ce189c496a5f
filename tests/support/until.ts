import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 20;
/** Against hanging for ever, far above what a busy machine needs. */
const GIVE_UP_MS = 30_000;

/** Waits until `condition` holds, however long that takes this machine; `what` names it when it never does. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
	const deadline = Date.now() + GIVE_UP_MS;
	while (!(await condition())) {
		if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
		await pause(POLL_MS);
	}
}
