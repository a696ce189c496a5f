import { expect, it } from 'vitest';
import { linkToken, signInHref, whereTo } from './where-to.ts';

const HOME = 'https://chat.example.org';
const TOKEN = 'A'.repeat(43);

it.each(['/rooms/7/details', '/', '/rooms/7?message=3', `/invite#${TOKEN}`, '/rooms/7?a=1#b'])(
	'leads back to where one came from: %s',
	(path) => {
		expect(whereTo(new URL(signInHref(new URL(path, HOME)), HOME))).toBe(path);
	}
);

it('keeps what is secret in a link out of what servers see', () => {
	const { search } = new URL(signInHref(new URL(`/invite#${TOKEN}`, HOME)), HOME);
	expect(search).not.toContain(TOKEN);
});

it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
	'never leads out of the app: %s',
	(to) => {
		expect(whereTo(new URL(`/sign-in?to=${encodeURIComponent(to)}`, HOME))).toBe('/');
	}
);

it('finds the secret of a link, and nothing in a link that has none', () => {
	expect(linkToken(new URL(`/invite#${TOKEN}`, HOME))).toBe(TOKEN);
	expect(linkToken(new URL('/invite', HOME))).toBeUndefined();
	expect(linkToken(new URL('/invite#top', HOME))).toBeUndefined();
});
