import type { RoomListItem, WorkspaceModel } from '../../room/model.ts';

type Runs = Pick<WorkspaceModel, 'rooms' | 'run'>;

/** Marks all of a room read, from outside it. */
export function markRoomRead(workspace: Pick<Runs, 'run'>, { id, newest }: RoomListItem): void {
	void workspace.run({ kind: 'read', roomId: id, seq: newest });
}

/** Marks every room read that has something new, muted ones included. */
export function markAllRead(workspace: Runs): void {
	for (const room of workspace.rooms) if (room.unread > 0 || room.mentions > 0) markRoomRead(workspace, room);
}
