import { expect, it } from 'vitest';
import { runSeed } from './run.ts';
import { acknowledgeEarly, answerShort, believeAnybody, forgetWhatIsOwed } from './sabotage.ts';
import type { Sabotage } from './world.ts';

/** Seeds after which a fault must have shown itself. */
const PATIENCE = 25;

/** The invariants that the first seed to notice a fault found broken. */
async function noticed(sabotage: Sabotage): Promise<string[]> {
	for (let seed = 0; seed < PATIENCE; seed++) {
		const { violations } = await runSeed(seed, sabotage);
		if (violations.length > 0) return violations.map(({ invariant }) => invariant);
	}
	return [];
}

it('notices a server that acknowledges before its disk has written (I1)', async () => {
	expect(await noticed({ documents: acknowledgeEarly })).toContain('I1');
});

it('notices a client that forgets what it owes (I2)', async () => {
	expect(await noticed({ tab: forgetWhatIsOwed })).toContain('I2');
});

it('notices a server that lets people speak in other names (I5)', async () => {
	const broken = await noticed({ documents: believeAnybody });
	expect(broken.some((invariant) => invariant === 'I3' || invariant === 'I5')).toBe(true);
});

it('notices a server that promises more than it sends (I7)', async () => {
	expect(await noticed({ documents: answerShort })).toContain('I7');
});

it('lives through the same seed in the same way twice', async () => {
	const [once, again] = [await runSeed(7), await runSeed(7)];
	expect(again).toEqual(once);
});
