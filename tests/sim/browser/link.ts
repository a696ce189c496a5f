import type { Actor } from '../time/scheduler.ts';
import type { Network } from './network.ts';

/** The end of a link that hears. */
export interface Hearer {
	actor: Actor;
	opened?(): void;
	hear(bytes: Uint8Array): void;
	closed(code: number): void;
}

type Side = 'client' | 'server';

/** How long each side may take to notice a broken connection, in ms; half of the clients must find out by themselves. */
const NOTICE_MS = { client: 3_000, server: 24_000 };

/** One TCP connection: what goes in on one side comes out on the other in the same order, or not at all. */
export class Link {
	readonly network: Network;
	readonly userId: string;
	#ends: Partial<Record<Side, Hearer>> = {};
	#last = { client: 0, server: 0 };
	/** From when on nothing reaches this side any more. */
	#lostFrom = { client: Infinity, server: Infinity };
	#over = { client: false, server: false };

	constructor(network: Network, userId: string) {
		this.network = network;
		this.userId = userId;
		network.links.add(this);
	}

	attach(side: Side, end: Hearer): void {
		this.#ends[side] = end;
	}

	/** The server has let it in. */
	open(): void {
		this.#deliver('client', (end) => end.opened?.());
	}

	send(to: Side, bytes: Uint8Array): void {
		const copy = bytes.slice();
		this.#deliver(to, (end) => end.hear(copy));
	}

	/** One side has closed properly, and hears nothing more. */
	close(by: Side, code: number): void {
		this.#over[by] = true;
		this.#deliver(by === 'client' ? 'server' : 'client', (end) => this.#end(end, by, code));
	}

	/** The connection breaks without a word. */
	break(): void {
		const { scheduler, random } = this.network;
		this.network.links.delete(this);
		for (const side of ['client', 'server'] as const) {
			this.#lostFrom[side] = Math.min(this.#lostFrom[side], scheduler.now + this.network.delay());
			const end = this.#ends[side];
			if (end === undefined || (side === 'client' && random.chance(0.5))) continue;
			const noticed = Math.max(this.#last[side], scheduler.now + random.between(0, NOTICE_MS[side]));
			scheduler.at(noticed, end.actor, () => {
				if (this.#over[side]) return;
				this.#over[side] = true;
				end.closed(1006);
			});
		}
	}

	#end(end: Hearer, by: Side, code: number): void {
		this.#over[by === 'client' ? 'server' : 'client'] = true;
		this.network.links.delete(this);
		end.closed(code);
	}

	#deliver(to: Side, act: (end: Hearer) => void): void {
		const end = this.#ends[to];
		const { scheduler } = this.network;
		const time = Math.max(this.#last[to], scheduler.now + this.network.delay());
		if (end === undefined || time >= this.#lostFrom[to]) return;
		this.#last[to] = time;
		scheduler.at(time, end.actor, () => {
			if (!this.#over[to] && time < this.#lostFrom[to]) act(end);
		});
	}
}
