import type { Removal } from '../storage/room-store.ts';
import { writeDeparture, writeEnd } from './head-document.ts';
import type { RoomDesk } from './room-desk.ts';

/** Ends a membership, by its owner's own wish or by somebody else's. Within the room's turn. */
export async function endMembership(desk: RoomDesk, removal: Removal): Promise<void> {
	const { roomId, userId } = removal;
	const at = desk.now();
	const written = desk.writeHead(
		roomId,
		(doc) => writeDeparture(doc, userId, at),
		(commit) => desk.store.removeMember(removal, commit)
	);
	await desk.unlessStored(written, async () => (await desk.store.findMembership(roomId, userId)) === undefined);
	desk.tellLeft(userId, roomId);
}

/** Ends a room for everyone in it. What was said stays in the log. Within the room's turn. */
export async function endRoom(desk: RoomDesk, roomId: string, by: string): Promise<void> {
	const at = desk.now();
	const members = await desk.store.listMembers(roomId);
	const act = { roomId, by, at };
	const written = desk.writeHead(
		roomId,
		(doc) => writeEnd(doc, at),
		(commit) => desk.store.deleteRoom(act, commit)
	);
	await desk.unlessStored(written, async () => (await desk.store.findRoom(roomId))?.deletedAt !== null);
	members.forEach(({ id }) => desk.tellLeft(id, roomId));
}
