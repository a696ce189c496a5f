import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { BUNDLES } from '../bundles.ts';
import type { Payload } from '../targets/target.ts';
import { command, NewsReader, openCommand, sendCommand, type News, type Opening } from './swarm-pipe.ts';

/** In microseconds. */
export interface Percentiles {
	count: number;
	p50: number;
	p95: number;
	p99: number;
}

/** What all clients have seen since {@link Swarm.startRun}. */
export interface SwarmReport {
	/** Messages that arrived, counted once for each client. */
	distinct: number;
	/** Arrivals of a message at a client that had it already. */
	repeated: number;
	/** Bytes read, frames' headers and all. */
	bytes: number;
	/** Clients whose socket is no more. */
	closed: number;
	/** Frames with messages in them, and messages in these frames. */
	messageFrames: number;
	arrivals: number;
	/** When the last message arrived, on the clock of the stamps. */
	lastUs: number;
	/** How much of the time the generator's thread had work, 0 to 1: near 1, the load is what is being measured. */
	busy: number;
	/** From being sent to having arrived: at all clients, and at the writer itself. */
	all: Percentiles;
	own: Percentiles;
}

/**
 * Any number of clients in a process of their own, in C over epoll (load/swarm): receiving in Node would take more than the
 * servers take to send, and measure itself.
 */
export class Swarm implements AsyncDisposable {
	/** Told of each frame without messages, from clients that talk. `at` is when it was read. */
	onFrame: (client: number, payload: Buffer, at: number) => void = () => undefined;
	#process: ChildProcessByStdio<Writable, Readable, null>;
	#clients = 0;
	#ready = 0;
	#lastReadyUs = 0;
	#closed = 0;
	#heard: (() => void)[] = [];
	#reports: ((report: SwarmReport) => void)[] = [];

	constructor() {
		this.#process = spawn(`${BUNDLES}swarm`, { stdio: ['pipe', 'pipe', 'inherit'] });
		const reader = new NewsReader();
		this.#process.stdout.on('data', (chunk: Buffer) => {
			for (const news of reader.read(chunk)) this.#hear(news);
			for (const heard of this.#heard.splice(0)) heard();
		});
	}

	get pid(): number {
		return this.#process.pid ?? 0;
	}

	get ready(): number {
		return this.#ready;
	}

	get closed(): number {
		return this.#closed;
	}

	/** Begins to open a client; they are counted from 0. */
	open(opening: Opening): void {
		this.#clients += 1;
		this.#process.stdin.write(openCommand(opening));
	}

	/** Resolves once all that were opened are ready, with when the last one was. Throws when one was turned away. */
	async allReady(): Promise<number> {
		while (this.#ready < this.#clients) {
			if (this.#closed > 0) throw new Error(`the server closed ${this.#closed} of ${this.#clients} sockets`);
			await new Promise<void>((resolve) => this.#heard.push(resolve));
		}
		return this.#lastReadyUs;
	}

	send(client: number, payload: Payload): void {
		this.#process.stdin.write(sendCommand(client, payload));
	}

	/** Forgets what was counted; from now on, messages from the `first`-th on count. */
	startRun(first: number, writers: number): void {
		this.#process.stdin.write(command('z', [first, writers]));
	}

	report(): Promise<SwarmReport> {
		this.#process.stdin.write(command('q'));
		return new Promise((resolve) => this.#reports.push(resolve));
	}

	/** Closes every socket and forgets the clients. */
	closeAll(): void {
		this.#clients = this.#ready = this.#closed = 0;
		this.#process.stdin.write(command('c'));
	}

	async [Symbol.asyncDispose](): Promise<void> {
		const exited = once(this.#process, 'exit');
		this.#process.stdin.end();
		await exited;
	}

	#hear(news: News): void {
		switch (news.kind) {
			case 'ready':
				this.#ready += 1;
				this.#lastReadyUs = news.at;
				return;
			case 'frame':
				return this.onFrame(news.client, news.payload, news.at);
			case 'closed':
				this.#closed += 1;
				return;
			case 'report':
				return this.#reports.shift()?.(JSON.parse(news.json) as SwarmReport);
			default:
				throw news satisfies never;
		}
	}
}
