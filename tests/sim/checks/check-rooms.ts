import { segmentInfo } from '../../../src/lib/protocol/message.ts';
import { wordsOf } from './journal.ts';
import type { World } from '../world.ts';
import type { ServerContent } from './content.ts';

/** I7 and I3–I5 on the server's disk: one order without gaps, no id twice, nothing that its author has not written. */
export function checkRooms({ journal, rooms }: World, server: ServerContent): void {
	for (const [roomId, segments] of server.segments) {
		const room = `room ${rooms.indexOf(roomId)}`;
		let next = 1;
		const seen = new Set<string>();
		for (const { doc, timeline, messages } of segments) {
			const { firstSeq } = segmentInfo(doc);
			if (firstSeq !== next) journal.violate('I7', `${room}: a segment begins at ${firstSeq}, not at ${next}`);
			next += timeline.length;
			for (const id of timeline) {
				if (seen.has(id)) journal.violate('I7', `${room}: ${id} is there twice`);
				seen.add(id);
			}
			for (const [id, message] of messages) {
				if (!timeline.includes(id)) journal.violate('I7', `${room}: ${id} has no place`);
				const composed = journal.composed.get(id);
				if (composed === undefined) journal.violate('I3', `${room}: ${id} was refused, or sent by nobody`);
				else if (composed.userId !== message.author) journal.violate('I5', `${room}: ${id} has another author`);
				else if (!wordsOf(composed).has(message.body) && message.deleted?.by !== message.author)
					journal.violate('I5', `${room}: ${id} has other words`);
			}
		}
	}
}
