import type { FieldError } from '../../protocol/problem.ts';
import type { ChangeProfileRequest } from '../../protocol/rest-people.ts';
import { checkUsername } from '../entry/check-account.ts';

/** A profile as its form has it: every field is a text, empty where there is nothing. */
export interface ProfileFields {
	name: string;
	username: string;
	about: string;
	/** IANA name. */
	timeZone: string;
}

/** What is plainly wrong with a profile, in the order of the form. The server has the last word. */
export function checkProfile({ name, username }: ProfileFields): FieldError[] {
	const errors: FieldError[] = [];
	if (name.trim() === '') errors.push({ field: 'displayName', code: 'missing' });
	return [...errors, ...checkUsername(username.trim())];
}

/** What is asked for: only what was changed in the form, so that one opened long ago undoes nothing. */
export function profileChange(before: ProfileFields, after: ProfileFields): ChangeProfileRequest {
	const [displayName, username] = [after.name.trim(), after.username.trim().toLowerCase()];
	const [about, { timeZone }] = [after.about.trim(), after];
	return {
		...(displayName !== before.name && { displayName }),
		...(username !== before.username && { username }),
		...(about !== before.about && { about }),
		...(timeZone !== before.timeZone && { timeZone: timeZone === '' ? null : timeZone })
	};
}
