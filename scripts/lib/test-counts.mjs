import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/**
 * Totals of a vitest run. A test file that could not be loaded counts as one failure, and so does a run that failed
 * without saying where. @param {string} report @param {number} exitCode @returns {Counts}
 */
export function countVitest(report, exitCode) {
	const json = readReport(report);
	if (json === undefined) return { passed: 0, failed: 1, skipped: 0 };
	const files = /** @type {{ status: string, assertionResults: { status: string }[] }[]} */ (json.testResults);
	const statuses = files.flatMap((file) => {
		const own = file.assertionResults.map((test) => test.status);
		return file.status === 'failed' && !own.includes('failed') ? [...own, 'failed'] : own;
	});
	const passed = statuses.filter((status) => status === 'passed').length;
	const failed = statuses.filter((status) => status === 'failed').length;
	return withExitCode({ passed, failed, skipped: statuses.length - passed - failed }, exitCode);
}

/**
 * Totals of a Playwright run; an error outside every test (a set-up, a file that does not load) counts as one failure.
 * @param {string} report @param {number} exitCode @returns {Counts}
 */
export function countPlaywright(report, exitCode) {
	const json = readReport(report);
	if (json === undefined) return { passed: 0, failed: 1, skipped: 0 };
	const { expected, flaky, unexpected, skipped } = json.stats;
	return withExitCode({ passed: expected + flaky, failed: unexpected + json.errors.length, skipped }, exitCode);
}

/**
 * One line over all runs, and whether they may be called a success: something ran and nothing failed.
 * @param {Counts[]} runs
 */
export function summarize(runs) {
	const sum = (/** @type {keyof Counts} */ key) => runs.reduce((total, run) => total + run[key], 0);
	const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
	return {
		line: `${sum('passed')} passed, ${sum('failed')} failed${skipped}`,
		ok: sum('failed') === 0 && sum('passed') > 0
	};
}

/** @param {Counts} counts @param {number} exitCode @returns {Counts} */
function withExitCode(counts, exitCode) {
	return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {string} path @returns {any} */
function readReport(path) {
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
