import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc (sysconf _SC_CLK_TCK), 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

export interface ProcessUsage {
	/** User and system time of all its threads since it started. */
	cpuSeconds: number;
	rssBytes: number;
	/** The most that has ever been resident. */
	peakBytes: number;
}

/** What another process has used so far, as proc(5) has it. Linux only. */
export function processUsage(pid: number): ProcessUsage {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The second field is the command in parentheses and may hold spaces; utime and stime are the 14th and 15th.
	const [utime, stime] = stat
		.slice(stat.lastIndexOf(')') + 2)
		.split(' ')
		.slice(11, 13)
		.map(Number);
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	const bytes = (name: string) => 1024 * Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]);
	if (utime === undefined || stime === undefined) throw new Error(`no process ${pid}`);
	return { cpuSeconds: (utime + stime) / TICKS_PER_SECOND, rssBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') };
}
