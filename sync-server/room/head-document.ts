import type * as Y from 'yjs';
import { HEAD_ROOTS, type Member, type RoomMeta } from '../../src/lib/protocol/head.ts';
import type { MembershipRecord, RoomRecord, UserRecord } from '../storage/storage.ts';

/** Writes a new room's head: its meta data and its first segment. */
export function writeMeta(doc: Y.Doc, room: RoomRecord): void {
	const meta = doc.getMap(HEAD_ROOTS.meta);
	const { title, kind, createdBy, createdAt } = room;
	const values: RoomMeta = { title, kind, createdBy, createdAt, segment: 0 };
	for (const [key, value] of Object.entries(values)) meta.set(key, value);
}

/** Mirrors a membership into the head, for screens that are offline. SQLite stays the truth (I6). */
export function writeMember(doc: Y.Doc, user: UserRecord, membership: MembershipRecord): void {
	const { displayName: name, username } = user;
	const { role, joinedAt } = membership;
	doc.getMap<Member>(HEAD_ROOTS.members).set(user.id, { name, username, role, joinedAt });
}

/** Marks someone as gone. Their entry stays, so that what they wrote keeps its name. */
export function writeDeparture(doc: Y.Doc, userId: string, leftAt: number): void {
	const members = doc.getMap<Member>(HEAD_ROOTS.members);
	const member = members.get(userId);
	if (member !== undefined) members.set(userId, { ...member, leftAt });
}
