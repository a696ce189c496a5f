import type { Command } from './command.ts';

/**
 * The one command that says what two of the same kind say one after the other; undefined where both are needed. An earlier
 * one that may have been sent is not for this: the server may have carried it out.
 */
export function mergeCommands(earlier: Command, later: Command): Command | undefined {
	if (!isSameTarget(earlier, later)) return undefined;
	if (earlier.kind === 'read' && later.kind === 'read') {
		// What was read before the room was marked as unread must not count as read after it.
		if (earlier.marking !== later.marking) return undefined;
		return { ...later, seq: Math.max(earlier.seq, later.seq) };
	}
	if (earlier.kind === 'change-profile' && later.kind === 'change-profile') {
		return { ...later, change: { ...earlier.change, ...later.change } };
	}
	if (earlier.kind === 'change-room' && later.kind === 'change-room') {
		const change = { ...earlier.change, ...later.change };
		// What was seen before the first of them: the title that the first wanted, nobody else has ever seen.
		const seenTitle = earlier.change.title === undefined ? later.change.seenTitle : earlier.change.seenTitle;
		if (seenTitle === undefined) delete change.seenTitle;
		else change.seenTitle = seenTitle;
		return { ...later, change };
	}
	return later;
}

function isSameTarget(one: Command, other: Command): boolean {
	return one.kind === other.kind && targetOf(one) === targetOf(other);
}

function targetOf(command: Command): string {
	switch (command.kind) {
		case 'create-room':
			return command.room.id;
		case 'change-profile':
			return '';
		case 'contact':
		case 'block':
			return command.userId;
		case 'edit-message':
		case 'delete-message':
		case 'report-message':
			return command.messageId;
		case 'add-member':
		case 'remove-member':
		case 'change-role':
		case 'mute-member':
			return `${command.roomId}/${command.userId}`;
		default:
			return command.roomId;
	}
}
