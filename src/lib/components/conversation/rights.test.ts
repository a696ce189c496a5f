import { describe, expect, it } from 'vitest';
import { isAbove, rightsIn, roleIn, rolesToGive } from './rights.ts';

describe('what one may do in a room', () => {
	it('is nothing to change in a direct room, not even for who made it, and a copy for either of the two', () => {
		const { copy, ...changes } = rightsIn({ kind: 'direct', role: 'member' }, 'member');
		expect([copy, Object.values(changes)]).toEqual([true, expect.not.arrayContaining([true])]);
	});

	it('is reading and leaving for a member of a public room', () => {
		expect(rightsIn({ kind: 'public', role: 'member' }, 'member')).toEqual({
			rename: false,
			moderate: false,
			add: false,
			own: false,
			end: false,
			copy: false,
			leave: true
		});
	});

	it('is naming and bringing in for everyone in a group', () => {
		expect(rightsIn({ kind: 'group', role: 'member' }, 'member')).toMatchObject({
			rename: true,
			add: true,
			moderate: false
		});
	});

	it('is keeping order for a moderator, and all of it for an owner', () => {
		expect(rightsIn({ kind: 'private', role: 'moderator' }, 'member')).toMatchObject({
			moderate: true,
			copy: true,
			own: false
		});
		expect(rightsIn({ kind: 'private', role: 'owner' }, 'member')).toMatchObject({ moderate: true, own: true });
	});
});

describe('those who run the workspace', () => {
	it('keep order in public rooms and may end any, but are plain members of private ones', () => {
		expect(rightsIn({ kind: 'public', role: 'member' }, 'admin')).toMatchObject({
			moderate: true,
			own: false,
			end: true
		});
		expect(rightsIn({ kind: 'private', role: 'member' }, 'admin')).toMatchObject({ moderate: false, end: true });
		expect(roleIn({ kind: 'public', role: 'owner' }, 'admin')).toBe('owner');
	});

	it('are not guests, who bring nobody in', () => {
		expect(rightsIn({ kind: 'group', role: 'member' }, 'guest')).toMatchObject({ rename: true, add: false });
	});
});

describe('who stands above whom', () => {
	it('is decided by role, and equals are not above each other', () => {
		expect(isAbove('owner', 'moderator')).toBe(true);
		expect(isAbove('moderator', 'member')).toBe(true);
		expect(isAbove('moderator', 'moderator')).toBe(false);
		expect(isAbove('member', 'owner')).toBe(false);
	});

	it('lets an owner give every role but the one that is there, and others none', () => {
		expect(rolesToGive('owner', { role: 'member' })).toEqual(['owner', 'moderator', 'read-only']);
		expect(rolesToGive('moderator', { role: 'member' })).toEqual([]);
	});
});
