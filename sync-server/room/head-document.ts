import type * as Y from 'yjs';
import { HEAD_ROOTS, type Member, type RoomMeta } from '../../src/lib/protocol/head.ts';
import type { ProfileRecord } from '../storage/people-store.ts';
import type { MembershipRecord, RoomChange, RoomRecord } from '../storage/room-store.ts';

/** Somebody and what they are in a room. */
export interface MemberProfile {
	profile: Pick<ProfileRecord, 'id' | 'displayName' | 'username' | 'avatar'>;
	membership: MembershipRecord;
}

/** Writes a new room's head: its meta data and its first segment. */
export function writeMeta(doc: Y.Doc, room: RoomRecord): void {
	const meta = doc.getMap(HEAD_ROOTS.meta);
	const { title, kind, createdBy, createdAt, topic } = room;
	const values: RoomMeta = { title, kind, createdBy, createdAt, segment: 0, ...(topic !== '' && { topic }) };
	for (const [key, value] of Object.entries(values)) meta.set(key, value);
}

/** Mirrors changed settings. What is off, empty or none has no key. */
export function writeSettings(doc: Y.Doc, set: RoomChange['set']): void {
	const meta = doc.getMap(HEAD_ROOTS.meta);
	for (const [key, value] of Object.entries(set)) {
		if (key === 'title' || Boolean(value)) meta.set(key, value);
		else meta.delete(key);
	}
}

/** Mirrors a membership into the head, for screens that are offline. SQLite stays the truth (I6). */
export function writeMember(doc: Y.Doc, { profile, membership }: MemberProfile): void {
	const { id, displayName: name, username, avatar } = profile;
	const { role, joinedAt, mutedUntil } = membership;
	const member: Member = {
		...{ name, username, role, joinedAt },
		...(avatar !== null && { avatar }),
		...(mutedUntil !== null && { mutedUntil })
	};
	doc.getMap<Member>(HEAD_ROOTS.members).set(id, member);
}

/** Mirrors what a member may do. Their name and picture stay as they are here: these follow the person by themselves. */
export function writeStanding(doc: Y.Doc, { userId, role, mutedUntil }: MembershipRecord): void {
	const members = doc.getMap<Member>(HEAD_ROOTS.members);
	const present = members.get(userId);
	if (present === undefined) throw new Error(`${userId} is not in the head`);
	const { mutedUntil: _, ...member } = present;
	members.set(userId, { ...member, role, ...(mutedUntil !== null && { mutedUntil }) });
}

/** Marks someone as gone. Their entry stays, so that what they wrote keeps its name. */
export function writeDeparture(doc: Y.Doc, userId: string, leftAt: number): void {
	const members = doc.getMap<Member>(HEAD_ROOTS.members);
	const member = members.get(userId);
	if (member !== undefined) members.set(userId, { ...member, leftAt });
}

/** Marks everybody as gone who is not yet: the room is over. */
export function writeEnd(doc: Y.Doc, endedAt: number): void {
	const members = doc.getMap<Member>(HEAD_ROOTS.members);
	for (const [userId, { leftAt }] of [...members.entries()]) {
		if (leftAt === undefined) writeDeparture(doc, userId, endedAt);
	}
}
