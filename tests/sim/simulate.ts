import { expect, it } from 'vitest';
import { runSeed, type Outcome } from './run.ts';

/** How many seeds `npm test` runs, over all shards. */
const SHORT = 150;

/** How many `npm run soak` runs where SEEDS does not say. */
const LONG = 4_000;

/** Seeds are split over so many test files, which vitest runs in parallel. */
const SHARDS = 4;

/** Runs one shard's seeds, each as one test, so that the name of a failing test is its seed. */
export function simulate(shard: number): void {
	const first = Number(process.env['FIRST_SEED'] ?? 0);
	const count = Number(process.env['SEEDS'] ?? (process.env['SOAK'] === '1' ? LONG : SHORT));
	const seeds = Array.from({ length: count }, (_, index) => first + index).filter((seed) => seed % SHARDS === shard);
	it.each(seeds)('keeps every promise (seed %i)', async (seed) => {
		expect(report(await runSeed(seed))).toBe('');
	});
}

/** What went wrong, with all that led to it; nothing where nothing did. */
export function report({ seed, violations, events }: Outcome): string {
	const [first] = violations;
	if (first === undefined) return '';
	return [`seed ${seed} breaks ${first.invariant}: ${first.what}`, ...events].join('\n');
}
