import type { Random } from '../time/random.ts';
import type { Scheduler } from '../time/scheduler.ts';
import type { Answer, Request } from './fetch.ts';
import type { Link } from './link.ts';

/** What a browser's connections end at: the server that runs now, if one does. */
export interface Landing {
	accept(link: Link): void;
	/** A request of the REST API; without an answer where it is lost. */
	ask(request: Request, network: Network, answer: (answer: Answer) => void): void;
}

/** One device's way to the server. */
export class Network {
	/** Whether the device has a connection at all. */
	up = true;
	/** How long a frame takes one way at least and at most, in ms. */
	latency: [number, number] = [1, 40];
	readonly scheduler: Scheduler;
	readonly random: Random;
	readonly links = new Set<Link>();
	#landing: () => Landing | undefined;

	constructor(scheduler: Scheduler, random: Random, landing: () => Landing | undefined) {
		this.scheduler = scheduler;
		this.random = random;
		this.#landing = landing;
	}

	/** The server as it can be reached from here. */
	get landing(): Landing | undefined {
		return this.up ? this.#landing() : undefined;
	}

	delay(): number {
		return this.random.between(...this.latency);
	}

	/** Every connection breaks; what is on its way is lost from some point on. */
	cut(): void {
		for (const link of [...this.links]) link.break();
	}
}
