import type { Database } from 'better-sqlite3';
import type { AuditDetail } from '../audit-record.ts';
import type { MembershipRecord, RoomAct, RoomChange, RoomRecord, RoomSetting } from '../room-store.ts';
import { VersionConflictError, type Commit } from '../storage.ts';
import { audit } from './audit.ts';
import { findRoom } from './read-rooms.ts';
import { statement } from './statement.ts';
import type { Turn } from './turn.ts';
import { appendCommit, appendCommits } from './write-commits.ts';
import { insertMembership } from './write-members.ts';

interface NewRoom {
	room: RoomRecord;
	members: MembershipRecord[];
	commits: Commit[];
}

/** The commits come first: whoever makes the same room at once is told of a conflict, and looks again. */
function createRoom(db: Database, { room, members, commits }: NewRoom, { now, version }: Turn): number {
	appendCommits(db, commits, version);
	statement(
		db,
		`INSERT INTO rooms (id, title, kind, created_by, created_at, topic)
		VALUES (@id, @title, @kind, @createdBy, @createdAt, @topic)`
	).run({ ...room, announcements: Number(room.announcements) });
	const { id: roomId, createdBy: actor, title, kind } = room;
	audit(db, now, { actor, action: 'room-created', subject: roomId, roomId, detail: { title, kind } });
	for (const member of members) {
		insertMembership(db, member);
		const subject = member.userId;
		if (subject === actor) continue;
		audit(db, now, { actor, action: 'member-added', subject, roomId, detail: { role: member.role } });
	}
	return version;
}

const COLUMNS: Record<RoomSetting, string> = {
	title: 'title',
	topic: 'topic',
	avatar: 'avatar',
	announcements: 'announcements',
	slowSeconds: 'slow_seconds',
	archivedAt: 'archived_at'
};

function changeRoom(
	db: Database,
	{ change, commit }: { change: RoomChange; commit: Commit },
	{ now, version }: Turn
): number {
	const { roomId, by, set } = change;
	const room = findRoom(db, roomId);
	if (room === undefined) throw new Error(`no such room: ${roomId}`);
	const detail: AuditDetail = {};
	for (const [name, value] of Object.entries(set) as [RoomSetting, RoomRecord[RoomSetting]][]) {
		const stored = typeof value === 'boolean' ? Number(value) : value;
		statement(db, `UPDATE rooms SET ${COLUMNS[name]} = ? WHERE id = ?`).run(stored, roomId);
		detail[`${name}Before`] = room[name];
		detail[name] = value;
	}
	audit(db, now, { actor: by, action: 'room-changed', subject: roomId, roomId, detail });
	return appendCommit(db, commit, version);
}

function deleteRoom(db: Database, { act, commit }: { act: RoomAct; commit: Commit }, { now, version }: Turn): number {
	const { roomId, by, at } = act;
	statement(db, 'UPDATE rooms SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL').run(at, roomId);
	const { changes } = statement(db, 'DELETE FROM memberships WHERE room_id = ?').run(roomId);
	statement(db, 'UPDATE invites SET revoked_at = ? WHERE room_id = ? AND revoked_at IS NULL').run(at, roomId);
	audit(db, now, { actor: by, action: 'room-deleted', subject: roomId, roomId, detail: { members: changes } });
	return appendCommit(db, commit, version);
}

function rollOver(
	db: Database,
	{ roomId, segment, commits }: { roomId: string; segment: number; commits: Commit[] },
	{ version }: Turn
): number {
	const { changes } = statement(db, 'UPDATE rooms SET segment = ? WHERE id = ? AND segment = ? - 1').run(
		segment,
		roomId,
		segment
	);
	if (changes === 0) throw new VersionConflictError(`${roomId} is not at segment ${segment - 1}`);
	return appendCommits(db, commits, version);
}

export const roomWrites = {
	'create-room': createRoom,
	'change-room': changeRoom,
	'delete-room': deleteRoom,
	'roll-over': rollOver
};
