import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { processUsage } from '../report/process-usage.ts';
import type { Contestant, Target } from '../targets/target.ts';
import { Crowd, type CrowdShape } from './crowd.ts';
import { pace } from './pace.ts';
import { nowUs } from './stamp.ts';
import type { Percentiles, SwarmReport } from './swarm.ts';

export interface Load extends CrowdShape {
	/** Messages a second, of all writers together. */
	rate: number;
	warmUpMs: number;
	runMs: number;
}

export interface LoadResult extends SwarmReport {
	/** The part of all deliveries that arrived, 0 to 1. */
	delivered: number;
	deliveriesPerSecond: number;
	/** What the server's word took that an update is safe; of none, where it gives no word. */
	confirmations: Percentiles;
	/** The part of the updates that the server called safe in time. */
	confirmed: number;
	/** CPU of the server, in seconds, from the end of the warm-up until everything had arrived. */
	cpuSeconds: number;
	/** The server's resident memory at the end, in bytes. */
	rssBytes: number;
	/** How busy the thread that makes the messages was, 0 to 1. */
	writing: number;
}

/** What arrives later than this after the last message was sent is not counted, in milliseconds. */
const PATIENCE_MS = 3_000;
/** Nothing more arriving for so long, once something has, means that nothing more will. */
const QUIET_MS = 1_000;
const POLL_MS = 20;

/** Starts a server, puts it under a load of fixed rate and reports what its clients saw. */
export async function runLoad(contestant: Contestant, load: Load): Promise<LoadResult> {
	await using target = await contestant.start(load);
	await using crowd = await Crowd.enter(contestant, target, load);
	return await measure(contestant, target, crowd, load);
}

async function measure(contestant: Contestant, target: Target, crowd: Crowd, load: Load): Promise<LoadResult> {
	const say = () => crowd.say();
	await pace(load.rate, load.warmUpMs, say);
	crowd.startRun();
	const idle = performance.eventLoopUtilization();
	const [before, startUs, unconfirmedBefore] = [processUsage(target.pid), nowUs(), crowd.unconfirmed];
	await pace(load.rate, load.runMs, say);
	const { utilization: writing } = performance.eventLoopUtilization(idle);
	const report = await allArrived(crowd, contestant.confirms !== undefined);
	const after = processUsage(target.pid);
	const { confirmations, expected } = crowd;
	const updates = expected / load.clientsPerRoom + unconfirmedBefore;
	return {
		...report,
		delivered: report.distinct / expected,
		deliveriesPerSecond: (report.distinct * 1_000_000) / (report.lastUs - startUs),
		confirmations,
		confirmed: confirmations.count / updates,
		cpuSeconds: after.cpuSeconds - before.cpuSeconds,
		rssBytes: after.rssBytes,
		writing
	};
}

/** Resolves when everything has arrived everywhere, or nothing more does, or it takes too long. */
async function allArrived(crowd: Crowd, confirms: boolean): Promise<SwarmReport> {
	const deadline = Date.now() + PATIENCE_MS;
	let [before, since] = [-1, Date.now()];
	for (;;) {
		const report = await crowd.swarm.report();
		const safe = !confirms || crowd.unconfirmed === 0;
		if (report.distinct === crowd.expected && safe) return report;
		if (report.distinct !== before) [before, since] = [report.distinct, Date.now()];
		const quiet = report.distinct > 0 && Date.now() - since > QUIET_MS;
		if (Date.now() > deadline || quiet) return report;
		await pause(POLL_MS);
	}
}
