import { chromium } from '@playwright/test';
import { existsSync } from 'node:fs';

// The shell first: without windows and a software GPU to draw them, the same tests take three quarters of the time.
const SYSTEM_CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** The Chromium that browser tests run in: the system's if there is one, else Playwright's; undefined for neither. */
export function findChromium() {
	return [...SYSTEM_CHROMIUM, chromium.executablePath()].find((path) => existsSync(path));
}

/** Chromium's arguments: no calls home, and no sandbox for root, who cannot have one. */
export function chromiumArgs() {
	const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
	return process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
}
