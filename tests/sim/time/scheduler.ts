import { Heap, type Event, type Kind } from './heap.ts';

/** The real one, for a turn of the real event loop: the promises of an event settle before the next event. */
const turn = setImmediate;

/** Somebody whose code runs in turns: a tab, the server. What globals answer depends on whose turn it is. */
export class Actor {
	readonly name: string;
	/** How far its clock is off, in ms. */
	skew = 0;
	/** It was killed: whatever it still waited for never happens. */
	dead = false;
	/** A phone has put it to sleep until then. */
	asleepUntil = 0;
	/** The last id it made, so that its ids sort as those of one process do. */
	lastId = { msecs: -Infinity, seq: 0 };
	/** When its last immediate is due: they keep their order. */
	lastImmediate = 0;

	constructor(name: string) {
		this.name = name;
	}
}

/** Something that is due; the server may unreference it, which means nothing here. */
export class Timer {
	#event: Event;

	constructor(event: Event) {
		this.#event = event;
	}

	cancel(): void {
		this.#event.run = undefined;
	}

	unref(): this {
		return this;
	}
}

/** Virtual time: events run one after the other, each with everything that follows from it at once. */
export class Scheduler {
	/** Milliseconds since the Unix epoch, with fractions. */
	now: number;
	/** Whose turn it is. */
	current: Actor;
	/** What an event threw, or a promise that nobody watched: nothing may. */
	readonly errors: { actor: Actor; error: unknown }[] = [];
	readonly #outside: Actor;
	#events = new Heap();
	#sequence = 0;

	constructor(now: number) {
		this.now = now;
		this.#outside = new Actor('outside');
		this.current = this.#outside;
	}

	at(time: number, actor: Actor, run: () => void, kind: Kind = 'arrival'): Timer {
		const event: Event = { time, sequence: this.#sequence++, actor, run, kind };
		this.#events.push(event);
		return new Timer(event);
	}

	after(ms: number, actor: Actor, run: () => void, kind: Kind = 'arrival'): Timer {
		return this.at(this.now + ms, actor, run, kind);
	}

	/** How many timers an actor has set that have not gone off. */
	timersOf(actor: Actor): number {
		return this.#events.count((event) => event.actor === actor && event.run !== undefined && event.kind === 'timer');
	}

	/** Runs everything that is due until then. */
	runUntil(deadline: number): Promise<void> {
		return new Promise((resolve) => {
			const step = () => {
				const next = this.#events.peek();
				if (next !== undefined && next.time <= deadline) {
					this.#events.pop();
					this.#run(next);
					return turn(step);
				}
				this.now = Math.max(this.now, deadline);
				this.current = this.#outside;
				resolve();
			};
			step();
		});
	}

	/** A promise of whoever has just had its turn was rejected, and nobody watched. */
	readonly unhandled = (error: unknown): void => {
		if (!this.current.dead) this.errors.push({ actor: this.current, error });
	};

	#run(event: Event): void {
		const { actor, run, kind } = event;
		if (run === undefined || (actor.dead && kind !== 'disk')) return;
		this.now = Math.max(this.now, event.time);
		if (actor.asleepUntil > this.now && kind !== 'disk') {
			event.time = actor.asleepUntil;
			return this.#events.push(event);
		}
		this.current = actor;
		event.run = undefined;
		try {
			run();
		} catch (error) {
			this.unhandled(error);
		}
	}
}
