import { expect, it } from 'vitest';
import { runSeed } from './run.ts';
import { report } from './simulate.ts';

/** Seeds that once broke a promise, and what was wrong. */
const FOUND: [number, string][] = [
	[
		74,
		'A tab told the leader what it wrote and died before its own write: the server had the message, but this device’s disk ' +
			'lacked its words under a version that promised them, so it would never have asked for them (I7).'
	],
	[123, 'The same, where the tab crashed within a millisecond of sending.'],
	[
		12,
		'A tab that was suspended while it led woke up and told the tab that leads now how things stood: everyone showed ' +
			'“offline”, with an old list of rooms, until the connection next changed.'
	]
];

it.each(FOUND)('stays repaired (seed %i): %s', async (seed) => {
	expect(report(await runSeed(seed))).toBe('');
});
