// The thread that writes into the room: apart from the receivers, so that counting 400,000 deliveries a second does not
// delay a message's sending.
import { parentPort, workerData } from 'node:worker_threads';
import type { Room } from '../targets/room.ts';
import { enterToWrite } from './client.ts';
import { pace } from './pace.ts';
import { nowUs } from './stamp.ts';

export interface WritersData {
	room: Room;
	writers: number;
	/** Messages a second, of all writers together. */
	rate: number;
	warmUpMs: number;
	runMs: number;
}

/** What it tells, in this order. `first` is the number of the run's first message, after those of the warm-up. */
export type WritersNews =
	{ kind: 'ready' } | { kind: 'warm'; first: number; startUs: number } | { kind: 'done'; sent: number };

if (parentPort === null) throw new Error('the writers run as a worker thread');
const port = parentPort;
const tell = (news: WritersNews) => port.postMessage(news);
const { room, writers: count, rate, warmUpMs, runMs } = workerData as WritersData;

const writers = await Promise.all(Array.from({ length: count }, (_, index) => enterToWrite(room, index)));
// What comes back is drained and not read: a refused message shows up as one that is never delivered.
for (const { wire } of writers) wire.listen();
tell({ kind: 'ready' });

port.once('message', () => void write());

async function write(): Promise<void> {
	let number = 0;
	const send = () => {
		const writer = writers[number % writers.length];
		writer?.wire.send(writer.compose({ sentUs: nowUs(), number: number++ }));
	};
	await pace(rate, warmUpMs, send);
	tell({ kind: 'warm', first: number, startUs: nowUs() });
	await pace(rate, runMs, send);
	tell({ kind: 'done', sent: number });
	// Stays connected until the run is over: a writer that leaves early would take its unread bytes with it.
	port.once('message', () => process.exit());
}
