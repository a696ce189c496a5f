import type { HeadView } from './head-view.ts';
import type { TimelineMessage } from './model.ts';

/** Who stands at which message: everyone of the room but oneself, at the newest that they have read, by message id. */
export function readByIn(
	head: HeadView | undefined,
	messages: readonly TimelineMessage[],
	userId: string
): Map<string, string[]> {
	const by = new Map<string, string[]>();
	for (const [id, seq] of head?.reads ?? []) {
		const isHere = head?.members.get(id)?.leftAt === undefined;
		const newest = messages.findLast((message) => seqOf(message) > 0 && seqOf(message) <= seq);
		if (id === userId || !isHere || newest === undefined) continue;
		by.set(newest.id, [...(by.get(newest.id) ?? []), id]);
	}
	return by;
}

/** A message's place in the room's order; 0 where it has none yet. */
export function seqOf({ delivery }: TimelineMessage): number {
	return delivery.kind === 'sent' ? delivery.seq : 0;
}
