import { ROOM_ROLES, type RoomKind, type RoomRole } from '../../protocol/head.ts';
import type { WorkspaceRole } from '../../protocol/workspace.ts';

/** What the signed-in account may do in a room, as far as this device can tell: the server decides. */
export interface RoomRights {
	/** Title and topic. */
	rename: boolean;
	/** The picture, announcements, slow mode, muting, removing, banning and reports. */
	moderate: boolean;
	/** Bringing somebody in, also by a link. */
	add: boolean;
	/** Roles and archive. */
	own: boolean;
	end: boolean;
	/** Taking all of it along as a file. */
	copy: boolean;
	leave: boolean;
}

export function rightsIn(room: { kind: RoomKind; role: RoomRole }, inWorkspace: WorkspaceRole): RoomRights {
	if (room.kind === 'direct')
		return { rename: false, moderate: false, add: false, own: false, end: false, copy: true, leave: false };
	const role = roleIn(room, inWorkspace);
	const moderate = role === 'owner' || role === 'moderator';
	const say = moderate || (room.kind === 'group' && role !== 'read-only');
	return {
		rename: say,
		moderate,
		add: say && inWorkspace !== 'guest',
		own: role === 'owner',
		end: role === 'owner' || runsWorkspace(inWorkspace),
		copy: moderate,
		leave: true
	};
}

/** The role that counts: those who run the workspace keep order in every public room. */
export function roleIn({ kind, role }: { kind: RoomKind; role: RoomRole }, inWorkspace: WorkspaceRole): RoomRole {
	return kind === 'public' && runsWorkspace(inWorkspace) && isAbove('moderator', role) ? 'moderator' : role;
}

/** Whether somebody runs the workspace. */
export function runsWorkspace(role: WorkspaceRole): boolean {
	return role === 'owner' || role === 'admin';
}

/** Whether one stands above another: moderators keep order among members, and nobody among their equals. */
export function isAbove(role: RoomRole, other: RoomRole): boolean {
	return ROOM_ROLES.indexOf(role) < ROOM_ROLES.indexOf(other);
}

/** The roles that somebody could be given besides the one they have; none by whoever is no owner. */
export function rolesToGive(role: RoomRole, member: { role: RoomRole }): RoomRole[] {
	return role === 'owner' ? ROOM_ROLES.filter((candidate) => candidate !== member.role) : [];
}
