import { isId, newId } from '../protocol/ids.ts';

const STORAGE_KEY = 'tidings.device';

/** The id of this browser profile: whose draft is whose when two devices write at once. Made at first use. */
export function deviceId(): string {
	const stored = localStorage.getItem(STORAGE_KEY);
	if (stored !== null && isId(stored)) return stored;
	const made = newId();
	localStorage.setItem(STORAGE_KEY, made);
	return made;
}
