// One room with 50, 200 and 1,000 clients, and 500 clients in 100 rooms: what it takes each server to show every message to
// everyone who should see it.
import type { Load } from './load/run-load.ts';
import { compareLoads } from './report/compare-loads.ts';
import { printEnvironment } from './report/table.ts';
import { CONTESTANTS } from './targets/contestants.ts';

const TIME = { warmUpMs: 1_000, runMs: 3_000 };

/** At most 40 messages a second from each writer: what a server may let one account say is no part of the question. */
const LOADS: Load[] = [
	{ rooms: 1, clientsPerRoom: 50, writersPerRoom: 50, rate: 2_000, ...TIME },
	{ rooms: 1, clientsPerRoom: 200, writersPerRoom: 50, rate: 2_000, ...TIME },
	{ rooms: 1, clientsPerRoom: 1_000, writersPerRoom: 10, rate: 400, ...TIME },
	{ rooms: 100, clientsPerRoom: 5, writersPerRoom: 1, rate: 2_000, ...TIME }
];

printEnvironment();
for (const load of LOADS) await compareLoads(CONTESTANTS, load);
