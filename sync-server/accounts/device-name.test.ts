import { expect, test } from 'vitest';
import { deviceName } from './device-name.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
	['Firefox on Linux', 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'],
	['Chrome on Windows', `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36`],
	['Edge on Windows', `Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`],
	['Chrome on Android', `Mozilla/5.0 (Linux; Android 16; Pixel 9) ${WEBKIT} Chrome/141.0.0.0 Mobile Safari/537.36`],
	[
		'Safari on iPhone',
		'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
			'Version/19.0 Mobile/15E148 Safari/604.1'
	],
	[
		'Safari on macOS',
		'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) ' +
			'Version/19.0 Safari/605.1.15'
	],
	['Linux', 'curl/8.0 (Linux)'],
	['', 'curl/8.0'],
	['', undefined]
])('%j is what people call it', (name, userAgent) => {
	expect(deviceName(userAgent)).toBe(name);
});

test('an endless User-Agent is read as far as a real one goes', () => {
	expect(deviceName(`${'a'.repeat(100_000)} Firefox/140.0`)).toBe('');
});
