import { m } from '$lib/paraglide/messages';
import { ROOM_TITLE_MAX_CHARS, ROOM_TOPIC_MAX_CHARS } from '../../protocol/limits.ts';
import { lineSchema, nameSchema } from '../../protocol/names.ts';

const title = nameSchema(ROOM_TITLE_MAX_CHARS);
const line = lineSchema(ROOM_TITLE_MAX_CHARS);
const topic = lineSchema(ROOM_TOPIC_MAX_CHARS);

/** What is wrong with a room's name, in a sentence; a group needs none. The server checks the same. */
export function titleError(text: string, optional = false): string | undefined {
	if (text.trim() === '') return optional ? undefined : m.room_title_missing();
	if (text.trim().length > ROOM_TITLE_MAX_CHARS) return m.field_too_long();
	const schema = optional ? line : title;
	return schema.safeParse(text).success ? undefined : m.room_title_invalid();
}

/** What is wrong with a topic, in a sentence. */
export function topicError(text: string): string | undefined {
	if (text.trim().length > ROOM_TOPIC_MAX_CHARS) return m.field_too_long();
	return topic.safeParse(text).success ? undefined : m.room_title_invalid();
}
