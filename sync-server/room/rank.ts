import { ROOM_ROLES, type RoomRole } from '../../src/lib/protocol/head.ts';

/** Whether somebody has this role or a higher one; nobody who is not in the room has. */
export function isAtLeast(role: RoomRole | null | undefined, least: RoomRole): boolean {
	return role !== null && role !== undefined && ROOM_ROLES.indexOf(role) <= ROOM_ROLES.indexOf(least);
}

/** Whether the one role is higher than the other. */
export function isAbove(role: RoomRole | null, other: RoomRole): boolean {
	return isAtLeast(role, other) && role !== other;
}
