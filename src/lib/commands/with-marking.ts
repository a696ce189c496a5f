import type { ReadMark } from '../protocol/personal.ts';
import type { Command } from './command.ts';
import { overlayMark } from './overlay-person.ts';

/** What the account's document says of its reading. */
interface Marks {
	mark(roomId: string): ReadMark | undefined;
}

/**
 * The command with the marking that it is about (N8): what marks a room as unread gets a new name, and what reads it names
 * the marking that stands here. `commands` are those that wait.
 */
export function withMarking(command: Command, marks: Marks, commands: readonly Command[]): Command {
	if (command.kind === 'unread') return { ...command, marking: newMarking() };
	if (command.kind !== 'read') return command;
	const { roomId } = command;
	const marking = overlayMark(marks.mark(roomId), roomId, commands)?.marking;
	return marking === undefined ? command : { ...command, marking };
}

/** Never 0, which is no name. */
function newMarking(): number {
	return 1 + (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0);
}
