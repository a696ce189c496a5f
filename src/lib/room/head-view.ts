import type * as Y from 'yjs';
import { currentSegment, HEAD_ROOTS, type Member, type RoomMeta } from '../protocol/head.ts';

/** A room's head as a plain value: what its document says, and what commands that wait would change. */
export interface HeadView extends RoomMeta {
	/** Everyone who is or was in it, by user id. */
	members: ReadonlyMap<string, Member>;
	/** How far whom has read, by user id; small rooms only. */
	reads: ReadonlyMap<string, number>;
}

/** Reads a head; undefined while nothing of it is on this device. */
export function readHead(doc: Y.Doc): HeadView | undefined {
	const meta = doc.getMap(HEAD_ROOTS.meta);
	if (!meta.has('title') && !meta.has('kind')) return undefined;
	return {
		...NOTHING,
		...(meta.toJSON() as Partial<RoomMeta>),
		segment: currentSegment(meta),
		members: new Map(doc.getMap<Member>(HEAD_ROOTS.members).entries()),
		reads: new Map(doc.getMap<number>(HEAD_ROOTS.reads).entries())
	};
}

/** What a head that lacks something counts as. */
const NOTHING: RoomMeta = { title: '', kind: 'private', createdBy: '', createdAt: 0, segment: 0 };

/** Those who are in the room now. */
export function presentMembers({ members }: Pick<HeadView, 'members'>): [id: string, member: Member][] {
	return [...members].filter(([, { leftAt }]) => leftAt === undefined);
}

/** The other one of a direct room; undefined in rooms of any other kind. */
export function otherOf(head: HeadView, userId: string): string | undefined {
	return head.kind === 'direct' ? [...head.members.keys()].find((id) => id !== userId) : undefined;
}
