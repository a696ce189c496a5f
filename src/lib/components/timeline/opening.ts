import type { RoomModel } from '../../room/model.ts';
import { firstSeq, messageFrom } from './entries.ts';
import type { TimelinePlace } from './scroll.svelte.ts';

/** How many segments are read for the sake of the first new message; whoever has more to catch up with begins at the end. */
const SEGMENTS_MAX = 3;

/** Where a room opens: at its end, at a message, or not before more of it is there. */
export type Opening = 'end' | 'load' | 'wait' | TimelinePlace;

/**
 * At the first message that is new, else where it was left, else at its end. `loaded` is how many times older messages were
 * brought in for it.
 */
export function opening(
	room: Pick<RoomModel, 'messages' | 'older' | 'divider'>,
	left: TimelinePlace | undefined,
	loaded: number
): Opening {
	const { messages, older, divider } = room;
	if (divider === undefined) return messages.some(({ id }) => id === left?.id) && left !== undefined ? left : 'end';
	// The first that is here may be new because of those above it.
	if (firstSeq(messages) >= divider && older !== 'beginning') {
		if (older === 'loading') return 'wait';
		return older === 'idle' && loaded < SEGMENTS_MAX ? 'load' : 'end';
	}
	const first = messageFrom(messages, divider);
	return first === undefined ? 'end' : { id: first.id };
}

/** Where each room was left on this screen, by its id. */
export const placesLeft = new Map<string, TimelinePlace>();
