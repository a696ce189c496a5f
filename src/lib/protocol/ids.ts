import { v7 } from 'uuid';
import * as z from 'zod/mini';

/**
 * A UUIDv7 (RFC 9562 §5.7), lower case. Users, rooms, messages and devices are all named by one, made by whoever creates
 * the thing, so that the same thing sent twice is still one thing.
 */
const ID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export const idSchema = z.string().check(z.regex(ID_PATTERN));

/** A new id; ids made by one process sort in the order they were made, also within one millisecond. */
export function newId(): string {
	return v7();
}

/** Whether `text` has the shape of an id. Says nothing about whether anything of that name exists. */
export function isId(text: string): boolean {
	return ID_PATTERN.test(text);
}
