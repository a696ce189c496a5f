import type * as z from 'zod/mini';
import type { draftSchema } from './document-schemas.ts';
import { isId } from './ids.ts';

/** A value of a personal document's `drafts` root. */
export type Draft = z.infer<typeof draftSchema>;

/** The key of one device's draft for a room. */
export function draftKey(roomId: string, deviceId: string): string {
	return `${roomId}/${deviceId}`;
}

/** Reads a draft key; undefined when it is not two ids with a slash between. */
export function parseDraftKey(key: string): { roomId: string; deviceId: string } | undefined {
	const [roomId, deviceId, ...rest] = key.split('/');
	if (roomId === undefined || deviceId === undefined || rest.length > 0) return undefined;
	return isId(roomId) && isId(deviceId) ? { roomId, deviceId } : undefined;
}
