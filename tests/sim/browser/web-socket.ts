import { currentRun } from '../time/globals.ts';
import { Link } from './link.ts';
import type { TabActor } from './tab-actor.ts';

/** How long a browser takes to find that there is nobody to connect to, in ms; sometimes it never does. */
const REFUSAL_MS = 2_000;

/** The browser's WebSocket, as far as the engine uses it, over a {@link Link}. */
export class SimWebSocket {
	static readonly OPEN = 1;
	readyState = 0;
	binaryType = '';
	onopen: (() => void) | null = null;
	onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
	onclose: ((event: { code: number }) => void) | null = null;
	#link: Link;

	constructor() {
		const actor = currentRun()?.scheduler.current as TabActor;
		const { network, userId } = actor.profile;
		this.#link = new Link(network, userId);
		this.#link.attach('client', {
			actor,
			opened: () => {
				this.readyState = SimWebSocket.OPEN;
				this.onopen?.();
			},
			hear: (bytes) => this.onmessage?.({ data: bytes.buffer as ArrayBuffer }),
			closed: (code) => this.#closed(code)
		});
		actor.onDeath.push(() => this.#link.break());
		const { landing, scheduler, random } = network;
		if (landing !== undefined) landing.accept(this.#link);
		else if (random.chance(0.8)) scheduler.after(random.between(0, REFUSAL_MS), actor, () => this.#closed(1006));
	}

	send(bytes: Uint8Array): void {
		if (this.readyState === SimWebSocket.OPEN) this.#link.send('server', bytes);
	}

	close(code = 1000): void {
		if (this.readyState === 3) return;
		this.readyState = 3;
		this.#link.close('client', code);
	}

	#closed(code: number): void {
		if (this.readyState === 3) return;
		this.readyState = 3;
		this.onclose?.({ code });
	}
}
