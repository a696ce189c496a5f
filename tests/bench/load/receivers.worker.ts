// The thread that listens in the room. A sample of the clients reads every message's stamp; the others count bytes,
// which say as much, because everyone in a room is sent the same stream.
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Room } from '../targets/room.ts';
import { enter } from './client.ts';
import { Sample } from './sample.ts';

export interface ReceiversData {
	room: Room;
	clients: number;
	/** Every how-manieth client is in the sample. */
	sampleEvery: number;
}

/** Asks for the report on the messages from `first` up to, but not including, `sent`. */
export interface ReportRequest {
	first: number;
	sent: number;
}

/** What the receivers saw. */
export interface ReceiversReport {
	/** The part of all deliveries that arrived, 0 to 1. */
	delivered: number;
	/** Arrivals beyond the first of the same message at the same client, in the sample. */
	duplicates: number;
	/** Of the sample, in microseconds. */
	latencies: Float64Array;
	/** When the last message arrived, on the clock of the stamps. */
	lastUs: number;
	/** Frames that the messages came in, per message. */
	framesPerMessage: number;
	/** Sockets that the server closed. */
	closed: number;
	/** The part of the time this thread was busy, 0 to 1: near 1, the load is what is being measured. */
	busy: number;
}

/** Nothing arriving for so long means that nothing more will, in milliseconds. */
const QUIET_MS = 1_500;
const POLL_MS = 20;

if (parentPort === null) throw new Error('the receivers run as a worker thread');
const port = parentPort;
const { room, clients, sampleEvery } = workerData as ReceiversData;

const wires = await Promise.all(Array.from({ length: clients }, (_, index) => enter(room, index)));
const samples = wires.filter((_, index) => index % sampleEvery === 0).map((wire) => new Sample(wire));
wires.filter((_, index) => index % sampleEvery !== 0).forEach((wire) => wire.listen());
const idle = performance.eventLoopUtilization();
port.postMessage('ready');

port.once('message', (request: ReportRequest) => {
	const { utilization } = performance.eventLoopUtilization(idle);
	void allArrived(request.sent).then(() => {
		port.postMessage(report(request, utilization));
		port.once('message', () => process.exit());
	});
});

function report({ first, sent }: ReportRequest, busy: number): ReceiversReport {
	const whole = Math.max(...samples.map(({ bytes }) => bytes));
	const share = wires.reduce((sum, { bytes }) => sum + Math.min(1, bytes / whole), 0) / wires.length;
	const complete = sum(samples.map(({ distinct }) => distinct)) / (samples.length * sent);
	const arrivals = sum(samples.map((sample) => sample.arrivals));
	return {
		delivered: complete * share,
		duplicates: arrivals - sum(samples.map(({ distinct }) => distinct)),
		latencies: Float64Array.from(samples.flatMap((sample) => sample.latenciesFrom(first))),
		lastUs: Math.max(...samples.map(({ lastUs }) => lastUs)),
		framesPerMessage: sum(samples.map(({ frames }) => frames)) / arrivals,
		closed: wires.filter((wire) => wire.closed).length,
		busy
	};
}

/** Resolves when everything has arrived everywhere, or nothing more does. */
async function allArrived(sent: number): Promise<void> {
	let [before, since] = [-1, Date.now()];
	while (Date.now() - since < QUIET_MS) {
		const bytes = wires.map((wire) => wire.bytes);
		if (samples.every(({ distinct }) => distinct === sent) && new Set(bytes).size === 1) return;
		const total = sum(bytes);
		if (total !== before) [before, since] = [total, Date.now()];
		await pause(POLL_MS);
	}
}

function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
