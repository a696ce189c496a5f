import { expect, it } from 'vitest';
import { mayActOn, rolesToGive } from './roles.ts';

it('lets owners give every role, and administrators those below them', () => {
	expect(rolesToGive('owner')).toEqual(['owner', 'admin', 'member', 'guest']);
	expect(rolesToGive('admin')).toEqual(['member', 'guest']);
	expect(rolesToGive('member')).toEqual([]);
});

it('keeps owners and other administrators out of an administrator’s reach', () => {
	expect(mayActOn('admin', 'owner')).toBe(false);
	expect(mayActOn('admin', 'admin')).toBe(false);
	expect(mayActOn('owner', 'owner')).toBe(true);
});
