import * as z from 'zod/mini';
import { messageSchema } from './document-schemas.ts';

const { body, mentions, createdAt } = messageSchema.shape;

/**
 * `POST /api/v1/rooms/:id/messages/:messageId/edit`, by the message's author. The same twice is one edit, also where another
 * one came in between, so that a device may ask again when it has heard no answer.
 */
export const editMessageSchema = z.strictObject({
	body,
	/** The writer's clock when the words were changed. */
	editedAt: createdAt,
	/** User ids of those whom the text names now. */
	mentions
});
export type EditMessageRequest = z.infer<typeof editMessageSchema>;

/** What a message said at one time. */
export interface MessageVersion {
	body: string;
	/** The writer's clock when it was written, and the server's when it was received, milliseconds since the Unix epoch. */
	writtenAt: number;
	receivedAt: number;
}

/**
 * `GET /api/v1/rooms/:id/messages/:messageId/versions`, for the author, and in a room also for its moderators and owners:
 * everything the message has said, oldest first, the present words last. `message-deleted` once it is deleted.
 */
export interface MessageVersions {
	versions: MessageVersion[];
	/** How many older ones are not among them. */
	earlier: number;
}
