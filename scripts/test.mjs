// Runs every test: unit and process tests with vitest, then the browser tests with Playwright, against a fresh build.
import { mkdirSync, rmSync } from 'node:fs';
import { build } from './build.mjs';
import { ROOT } from './lib/files.mjs';
import { run } from './lib/run.mjs';
import { countPlaywright, countVitest, summarize } from './lib/test-counts.mjs';
import { ensureChromium } from './ensure-chromium.mjs';

const ARTIFACTS = `${ROOT}tests/.artifacts`;
const VITEST_REPORT = `${ARTIFACTS}/vitest.json`;
const PLAYWRIGHT_REPORT = `${ARTIFACTS}/playwright.json`;

await ensureChromium();
await build();

mkdirSync(ARTIFACTS, { recursive: true });
rmSync(VITEST_REPORT, { force: true });
rmSync(PLAYWRIGHT_REPORT, { force: true });

const vitest = ['run', '--passWithNoTests', '--reporter=default', '--reporter=json'];
const vitestCode = await run('vitest', [...vitest, `--outputFile.json=${VITEST_REPORT}`]);
const playwright = ['test', '--pass-with-no-tests', '--reporter=list,json'];
const playwrightCode = await run('playwright', playwright, { PLAYWRIGHT_JSON_OUTPUT_NAME: PLAYWRIGHT_REPORT });

const { line, ok } = summarize([
	countVitest(VITEST_REPORT, vitestCode),
	countPlaywright(PLAYWRIGHT_REPORT, playwrightCode)
]);
console.log(`\n${line}`);
process.exitCode = ok ? 0 : 1;
