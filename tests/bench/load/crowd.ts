import { percentile } from '../report/percentile.ts';
import type { Contestant, Copy, Payload, Target, Writer } from '../targets/target.ts';
import { nowUs, type Stamp } from './stamp.ts';
import { Swarm, type Percentiles } from './swarm.ts';

export interface CrowdShape {
	rooms: number;
	clientsPerRoom: number;
	/** Of the clients; they receive like everyone else. */
	writersPerRoom: number;
}

/** Clients that are let in at once: more would measure the queue of the listening socket. */
const ENTER_AT_ONCE = 100;

/** A writer and what it waits for. */
interface Waiting {
	writer: Writer;
	/** When each update that is not yet confirmed was sent. */
	sentUs: number[];
	confirmed: number;
}

/** Everyone who is connected to one server: rooms full of clients, some of whom write. */
export class Crowd implements AsyncDisposable {
	readonly swarm = new Swarm();
	readonly shape: CrowdShape;
	/** What each confirmation took since {@link startRun}, in microseconds. */
	#confirmations: number[] = [];
	#waiting: Waiting[] = [];
	#next = 0;
	#first = 0;

	private constructor(shape: CrowdShape) {
		this.shape = shape;
		this.swarm.onFrame = (client, payload, at) => this.#hear(client, payload, at);
	}

	/** Lets everyone in. Resolves when all are in their rooms. */
	static async enter(contestant: Contestant, target: Target, shape: CrowdShape, have?: Copy): Promise<Crowd> {
		const crowd = new Crowd(shape);
		const { rooms, clientsPerRoom } = shape;
		for (let index = 0; index < rooms * clientsPerRoom; index++) {
			const [room, client] = [index % rooms, Math.floor(index / rooms)];
			const writes = index < crowd.writers;
			if (writes) crowd.#waiting.push({ writer: target.writer(room, client), sentUs: [], confirmed: 0 });
			const talks = writes && contestant.confirms !== undefined;
			const entrance = target.enter(room, client, have);
			crowd.swarm.open({ port: target.port, entrance, talks, writer: writes ? index : -1 });
			if (index % ENTER_AT_ONCE === 0) await crowd.swarm.allReady();
		}
		await crowd.swarm.allReady();
		return crowd;
	}

	get writers(): number {
		return this.shape.rooms * this.shape.writersPerRoom;
	}

	/** How many messages have been said. */
	get said(): number {
		return this.#next;
	}

	/** How many of the run's updates are not confirmed yet. */
	get unconfirmed(): number {
		return this.#waiting.reduce((sum, { sentUs }) => sum + sentUs.length, 0);
	}

	get confirmations(): Percentiles {
		const values = Float64Array.from(this.#confirmations);
		const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => percentile(values, part));
		return { count: values.length, p50: p50 ?? NaN, p95: p95 ?? NaN, p99: p99 ?? NaN };
	}

	/** The next message, by the writer whose turn it is; or the next several, all by that writer and in one update. */
	say(count = 1): void {
		const turn = Math.floor(this.#next / count) % this.writers;
		const waiting = this.#waiting[turn];
		if (waiting === undefined) throw new Error('nobody writes');
		const sentUs = nowUs();
		const stamps: Stamp[] = Array.from({ length: count }, () => ({ sentUs, number: this.#next++ }));
		waiting.sentUs.push(sentUs);
		this.#send(turn, waiting.writer.say(stamps));
	}

	/** From now on it counts. */
	startRun(): void {
		this.#confirmations = [];
		this.#first = this.#next;
		this.swarm.startRun(this.#next, this.writers);
	}

	/** How many deliveries the run's messages make. */
	get expected(): number {
		return (this.#next - this.#first) * this.shape.clientsPerRoom;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.swarm[Symbol.asyncDispose]();
	}

	#send(client: number, payloads: Payload[]): void {
		for (const payload of payloads) this.swarm.send(client, payload);
	}

	#hear(client: number, payload: Buffer, at: number): void {
		const waiting = this.#waiting[client];
		if (waiting === undefined) return;
		const { confirmed, answer } = waiting.writer.hear(payload);
		if (answer !== undefined) this.#send(client, answer);
		if (confirmed === undefined || confirmed <= waiting.confirmed) return;
		for (const sentUs of waiting.sentUs.splice(0, confirmed - waiting.confirmed)) this.#confirmations.push(at - sentUs);
		waiting.confirmed = confirmed;
	}
}
