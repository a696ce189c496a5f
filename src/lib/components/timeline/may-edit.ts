import type { RoomModel, TimelineMessage } from '../../room/model.ts';

/** One's own words, wherever they are on their way, for as long as one may write there. The server decides. */
export function mayEdit({ mine, deletedBy }: TimelineMessage, { writeBar }: Pick<RoomModel, 'writeBar'>): boolean {
	return mine && deletedBy === undefined && writeBar === undefined;
}
