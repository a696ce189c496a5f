import * as z from 'zod/mini';
import { isId } from './ids.ts';
import { DRAFT_BODY_MAX_CHARS } from './limits.ts';
import { timeSchema } from './message.ts';

/** Root names of a personal document. */
export const PERSONAL_ROOTS = { drafts: 'drafts' } as const;

/**
 * A value of a personal document's `drafts` root. The key is `<roomId>/<deviceId>`: a device writes its own key and
 * deletes those it has taken over, so two devices that write at once leave two keys and neither text is lost.
 */
export const draftSchema = z.strictObject({
	body: z.string().check(z.minLength(1), z.maxLength(DRAFT_BODY_MAX_CHARS)),
	/** The writer's clock, milliseconds since the Unix epoch. */
	updatedAt: timeSchema
});
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
