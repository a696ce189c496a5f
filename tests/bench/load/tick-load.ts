import { until } from '../../support/until.ts';
import type { Room } from '../targets/room.ts';
import { enterToWrite, type Writer } from './client.ts';
import { pace } from './pace.ts';
import { nowUs } from './stamp.ts';

/** One writer and the time each of its messages took until its server called it safe: the tick. */
export class TickingWriter {
	/** In microseconds, in the order of sending. */
	readonly latencies: number[] = [];
	#writer: Writer;
	#waiting: number[] = [];
	#ticked: (() => void) | undefined;

	constructor(writer: Writer) {
		this.#writer = writer;
		writer.wire.listen((payload) => this.#receive(payload));
	}

	static async enter(room: Room, index: number): Promise<TickingWriter> {
		return new TickingWriter(await enterToWrite(room, index));
	}

	/** How many messages have no tick yet. */
	get waiting(): number {
		return this.#waiting.length;
	}

	send(number: number): void {
		const sentUs = nowUs();
		this.#waiting.push(sentUs);
		this.#writer.wire.send(this.#writer.compose({ sentUs, number }));
	}

	/** Sends a message and resolves with its tick. */
	sendAndWait(number: number): Promise<void> {
		return new Promise((resolve) => {
			this.#ticked = resolve;
			this.send(number);
		});
	}

	close(): void {
		this.#writer.wire.close();
	}

	/** A server may say for several messages at once that they are safe: all up to the one it names. */
	#receive(payload: Buffer): void {
		const safe = this.#writer.safeSoFar(payload);
		if (safe === undefined) return;
		const receivedUs = nowUs();
		const count = safe - this.latencies.length;
		for (const sentUs of this.#waiting.splice(0, count)) this.latencies.push(receivedUs - sentUs);
		this.#ticked?.();
	}
}

/** One message at a time, the next when the last has its tick. Resolves with what came after the warm-up. */
export async function oneInFlight(writer: TickingWriter, warmUp: number, messages: number): Promise<Float64Array> {
	for (let number = 0; number < warmUp + messages; number++) await writer.sendAndWait(number);
	return Float64Array.from(writer.latencies.slice(warmUp));
}

/** A fixed rate of messages from several writers in turn. Resolves with what came after the warm-up. */
export async function offered(
	writers: TickingWriter[],
	load: { rate: number; warmUpMs: number; runMs: number }
): Promise<Float64Array> {
	let number = 0;
	const send = () => writers[number % writers.length]?.send(number++);
	await pace(load.rate, load.warmUpMs, send);
	const before = writers.map(({ latencies, waiting }) => latencies.length + waiting);
	await pace(load.rate, load.runMs, send);
	await until('every message has its tick', () => writers.every(({ waiting }) => waiting === 0));
	return Float64Array.from(writers.flatMap(({ latencies }, index) => latencies.slice(before[index])));
}
