import { describe, expect, it } from 'vitest';
import { checkProfile, profileChange } from './profile-change.ts';

const olena = { name: 'Олена', username: 'olena', about: '', timeZone: 'Europe/Kyiv' };

describe('profileChange', () => {
	it('asks for nothing where nothing is another', () => {
		expect(profileChange(olena, olena)).toEqual({});
		expect(profileChange(olena, { ...olena, name: ' Олена ', username: 'Olena' })).toEqual({});
	});

	it('asks for what has changed alone, and takes away what was emptied', () => {
		expect(profileChange(olena, { ...olena, about: ' Backend ' })).toEqual({ about: 'Backend' });
		expect(profileChange(olena, { ...olena, timeZone: '' })).toEqual({ timeZone: null });
		expect(profileChange({ ...olena, about: 'Backend' }, olena)).toEqual({ about: '' });
	});
});

describe('checkProfile', () => {
	it('wants a name and a username that can be typed after an @', () => {
		expect(checkProfile(olena)).toEqual([]);
		expect(checkProfile({ ...olena, name: ' ', username: 'олена' })).toEqual([
			{ field: 'displayName', code: 'missing' },
			{ field: 'username', code: 'invalid' }
		]);
	});
});
