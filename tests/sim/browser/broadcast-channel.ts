import type { Random } from '../time/random.ts';
import type { Actor, Scheduler } from '../time/scheduler.ts';

/** How long a message between two tabs takes at most, in ms. */
const DELAY_MS = 4;

/** The channels of one browser profile. What one tab sends reaches each other one in order. */
export class Bus {
	#scheduler: Scheduler;
	#random: Random;
	#channels = new Set<Channel>();

	constructor(scheduler: Scheduler, random: Random) {
		this.#scheduler = scheduler;
		this.#random = random;
	}

	open(name: string): Channel {
		const channel = new Channel(
			name,
			this.#scheduler.current,
			(data) => this.#send(channel, data),
			() => {
				this.#channels.delete(channel);
			}
		);
		this.#channels.add(channel);
		return channel;
	}

	#send(from: Channel, data: unknown): void {
		if (from.owner.dead) return;
		for (const channel of this.#channels) {
			if (channel === from || channel.name !== from.name) continue;
			const copy: unknown = structuredClone(data);
			channel.lastDelivery = Math.max(channel.lastDelivery, this.#scheduler.now + this.#random.between(0, DELAY_MS));
			this.#scheduler.at(channel.lastDelivery, channel.owner, () => {
				if (this.#channels.has(channel)) channel.onmessage?.({ data: copy });
			});
		}
	}
}

/** The page's side of it, as far as the engine uses it. */
class Channel {
	readonly name: string;
	readonly owner: Actor;
	onmessage: ((event: { data: unknown }) => void) | null = null;
	lastDelivery = 0;
	readonly postMessage: (data: unknown) => void;
	readonly close: () => void;

	constructor(name: string, owner: Actor, send: (data: unknown) => void, close: () => void) {
		this.name = name;
		this.owner = owner;
		this.postMessage = send;
		this.close = close;
	}
}
