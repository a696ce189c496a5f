import { describe, expect, it } from 'vitest';
import type { PersonView } from '../../room/model.ts';
import { inCircle } from './directory.ts';

function person(name: string, more: Partial<PersonView> = {}): PersonView {
	const username = name.toLowerCase();
	return { id: username, name, username, role: 'member', self: false, presence: 'offline', blocked: false, ...more };
}

const PEOPLE = [
	person('Anna', { self: true }),
	person('Boris', { contact: 'contact' }),
	person('Iryna', { contact: 'asks' }),
	person('Olha', { contact: 'asked' }),
	person('Petro')
];

const names = (...of: Parameters<typeof inCircle>) => inCircle(...of).map(({ name }) => name);

describe('the directory', () => {
	it('shows everyone but oneself, those first who wait for an answer', () => {
		expect(names(PEOPLE, 'everyone', '')).toEqual(['Iryna', 'Boris', 'Olha', 'Petro']);
	});

	it('keeps contacts and requests, asked for by either side, apart', () => {
		expect(names(PEOPLE, 'contacts', '')).toEqual(['Boris']);
		expect(names(PEOPLE, 'requests', '')).toEqual(['Iryna', 'Olha']);
	});

	it('looks for a name within the circle', () => {
		expect(names(PEOPLE, 'requests', 'ol')).toEqual(['Olha']);
		expect(names(PEOPLE, 'contacts', 'petro')).toEqual([]);
	});
});
