import { expect, it } from 'vitest';
import { checkAccount } from './check-account.ts';

const olena = { displayName: 'Олена', username: 'Olena.k', email: 'olena@example.org', password: 'a long one' };

it('lets a good account through', () => {
	expect(checkAccount(olena)).toEqual([]);
});

it('names every empty field, from the top', () => {
	const errors = checkAccount({ displayName: '', username: '', email: '', password: '' });
	expect(errors.map(({ field }) => field)).toEqual(['displayName', 'username', 'email', 'password']);
});

it.each([
	[{ username: 'o' }, { field: 'username', code: 'too-short' }],
	[{ username: 'олена' }, { field: 'username', code: 'invalid' }],
	[{ email: 'olena' }, { field: 'email', code: 'invalid' }],
	[{ password: 'short' }, { field: 'password', code: 'too-short' }]
])('finds %o', (change, error) => {
	expect(checkAccount({ ...olena, ...change })).toEqual([error]);
});
