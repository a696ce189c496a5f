import { isDeepStrictEqual } from 'node:util';
import type { Person } from '../../src/lib/protocol/workspace.ts';
import type { ProfileRecord } from '../storage/people-store.ts';

/** A profile as the workspace document and the directory show it: fields that say nothing are absent. */
export function personOf(profile: ProfileRecord): Person {
	const { displayName: name, username, role, avatar, status, timeZone, about, deleted } = profile;
	return {
		name,
		username,
		role,
		...(avatar === null ? {} : { avatar }),
		...(status === null ? {} : { status }),
		...(timeZone === null ? {} : { timeZone }),
		...(about === '' ? {} : { about }),
		...(deleted ? { deleted } : {})
	};
}

/** Whether what is mirrored of a person is what it should be. */
export function isSamePerson(one: Person | undefined, other: Person): boolean {
	return isDeepStrictEqual(one, other);
}
