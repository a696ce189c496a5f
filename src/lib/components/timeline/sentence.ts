import { m } from '$lib/paraglide/messages';
import { plainText } from '../../markdown/plain-text.ts';
import type { TimelineMessage } from '../../room/model.ts';
import { refusalReason } from './refusal.ts';

/** A message as it is read aloud: "Anna, 10:02: Tea? Written Mon 9:40. Edited 10:05." and, for one's own, where it is on its way. */
export function messageSentence(
	author: string,
	message: TimelineMessage,
	time: string,
	{ late, edited }: { late?: string | undefined; edited?: string | undefined } = {}
): string {
	if (message.deletedBy !== undefined) return m.message_sentence({ author, time, text: deletedWords(message) });
	const parts: string[] = [m.message_sentence({ author, time, text: plainText(message.body) })];
	if (late !== undefined) parts.push(`${late}.`);
	if (edited !== undefined) parts.push(`${edited}.`);
	if (message.mine) parts.push(`${deliveryWords(message)}.`);
	return parts.join(' ');
}

/** What stands in the place of a message that was deleted, and by whom. */
export function deletedWords({ deletedBy, authorId, mine, undoUntil }: TimelineMessage, me?: string): string {
	if (deletedBy === undefined) return '';
	// Nobody else knows of it yet, so it is no news who it was.
	if (undoUntil !== undefined) return m.msg_deleted();
	if (deletedBy.id === me || (mine && deletedBy.id === authorId)) return m.msg_deleted_by_you();
	return deletedBy.name === '' ? m.msg_deleted() : m.msg_deleted_by({ name: deletedBy.name });
}

function deliveryWords({ delivery }: TimelineMessage): string {
	switch (delivery.kind) {
		case 'pending':
			return m.delivery_pending();
		case 'sent':
			return m.delivery_sent();
		case 'refused':
			return m.refused_because({ reason: refusalReason(delivery.code) });
	}
}
