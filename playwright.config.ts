import { defineConfig, devices } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';

const executablePath = findChromium();

export default defineConfig({
	testDir: 'tests/e2e',
	testMatch: '**/*.e2e.ts',
	outputDir: 'tests/.artifacts/e2e',
	globalSetup: './tests/support/build-all.ts',
	// A test that passes at the second attempt is a fault we have not found yet.
	retries: 0,
	workers: 2,
	fullyParallel: true,
	forbidOnly: process.env.CI !== undefined,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	reporter: [['list']],
	use: {
		...devices['Desktop Chrome'],
		viewport: { width: 1440, height: 900 },
		locale: 'en-GB',
		// Installing the app costs as much as the rest of most tests; those that go offline ask for it (INSTALLED).
		serviceWorkers: 'block',
		// A trace draws every step twice over: the tests take twice as long with it. Ask for one with --trace on.
		trace: 'off',
		screenshot: 'only-on-failure',
		launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: chromiumArgs() }
	}
});
