import { stringify, v7 } from 'uuid';

/**
 * A UUIDv7 (RFC 9562 §5.7), lower case. Users, rooms, messages and devices are all named by one, made by whoever creates
 * the thing, so that the same thing sent twice is still one thing. A direct room is named by a UUIDv8 (§5.8) instead.
 */
export const ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A new id; ids made by one process sort in the order they were made, also within one millisecond. */
export function newId(): string {
	return v7();
}

/**
 * The id of the direct room of two people, in whichever order they are named: the first 122 bits of a SHA-256 over their
 * ids, as a UUIDv8. Both can name it offline, so a pair that begins to talk at the same time meets in one room.
 */
export async function directRoomId(one: string, other: string): Promise<string> {
	const names = new TextEncoder().encode([one, other].sort().join('/'));
	const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', names)).slice(0, 16);
	return stringify(v8Of(hash));
}

function v8Of(bytes: Uint8Array): Uint8Array {
	const id = bytes.slice();
	id[6] = ((id[6] ?? 0) & 0x0f) | 0x80;
	id[8] = ((id[8] ?? 0) & 0x3f) | 0x80;
	return id;
}

/** Whether `text` has the shape of an id. Says nothing about whether anything of that name exists. */
export function isId(text: string): boolean {
	return ID_PATTERN.test(text);
}
