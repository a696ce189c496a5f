import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { firstScreen } from '../../scripts/lib/first-screen.mjs';

/** Made before the tests run. */
const WEB = fileURLToPath(new URL('../../build/web', import.meta.url));

/** What a phone on a slow network may wait for. */
const LIMIT_BYTES = 150_000;

/** Yjs and Svelte alone are more: less would mean that the scripts were not found. */
const FLOOR_BYTES = 50_000;

test('an open room loads less than 150 kB of gzipped JavaScript', () => {
	const chunks = firstScreen(WEB, '/(workspace)/rooms/[roomId]');
	const total = chunks.reduce((sum, { bytes }) => sum + bytes, 0);
	const largest = chunks.slice(0, 12).map(({ file, bytes }) => `${bytes} ${file}`);
	expect(total, ['the largest of them, in bytes:', ...largest].join('\n')).toBeLessThan(LIMIT_BYTES);
	expect(total).toBeGreaterThan(FLOOR_BYTES);
});
