// Makes sure that there is a Chromium for the browser tests, and says what it installs.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { run } from './lib/run.mjs';
import { findChromium } from './chromium.mjs';

export async function ensureChromium() {
	if (findChromium() !== undefined) return;
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		const env = { DEBIAN_FRONTEND: 'noninteractive' };
		await run('apt-get', ['update', '-q'], env);
		// Older distributions have no package of its own for the shell.
		for (const name of ['chromium-headless-shell', 'chromium']) {
			if (findChromium() !== undefined) break;
			console.log(`No Chromium found: installing the package "${name}" with apt-get.`);
			await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], env);
		}
	} else {
		console.log('No Chromium found: downloading the one that Playwright provides.');
		await run('playwright', ['install', 'chromium']);
	}
	if (findChromium() === undefined) throw new Error('Chromium could not be installed; install it and run this again.');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await ensureChromium();
