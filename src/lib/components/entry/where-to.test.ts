import { expect, it } from 'vitest';
import { signInHref, whereTo } from './where-to.ts';

const HOME = 'https://chat.example.org';

it('leads back to where one came from', () => {
	expect(whereTo(new URL(signInHref('/rooms/7/details'), HOME))).toBe('/rooms/7/details');
	expect(whereTo(new URL(signInHref('/'), HOME))).toBe('/');
});

it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
	'never leads out of the app: %s',
	(to) => {
		expect(whereTo(new URL(`/sign-in?to=${encodeURIComponent(to)}`, HOME))).toBe('/');
	}
);
