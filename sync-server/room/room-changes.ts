import { headName } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS, type Member } from '../../src/lib/protocol/head.ts';
import type { ChangeRoomRequest } from '../../src/lib/protocol/rest-rooms.ts';
import { isAdministrator } from '../accounts/rights.ts';
import type { RoomChange, RoomRecord } from '../storage/room-store.ts';
import { RefusedError, type Storage } from '../storage/storage.ts';
import { endRoom } from './end-membership.ts';
import { writeSettings } from './head-document.ts';
import type { RoomDesk } from './room-desk.ts';
import {
	insiderOf,
	requireInUse,
	requireNotDirect,
	requireRole,
	requireSay,
	standingOf,
	type Standing
} from './standing.ts';

/** What can be said about a room as a whole: its name, its picture, who may write, and its end. */
export class RoomChanges {
	#desk: RoomDesk;
	#store: Storage;

	constructor(desk: RoomDesk) {
		this.#desk = desk;
		this.#store = desk.store;
	}

	/**
	 * Changes what is named. Throws RefusedError: `changed-meanwhile` with the present title where it is not the one that the
	 * asker has seen, `room-archived` for anything but taking an archived room back into use, `forbidden`, `not-found`.
	 */
	async change(userId: string, roomId: string, request: ChangeRoomRequest): Promise<void> {
		await this.#inTurn(userId, roomId, async (standing) => {
			const { room } = standing;
			requireNotDirect(room);
			requireChangeable(standing, request);
			const { seenTitle, title } = request;
			if (title !== undefined && title !== room.title && seenTitle !== undefined && seenTitle !== room.title) {
				throw new RefusedError('changed-meanwhile', room.title);
			}
			await this.#write(room, userId, this.#settingsOf(room, request));
		});
	}

	/** Gives the room a picture, which is stored already, or takes it away (null). */
	async changeAvatar(userId: string, roomId: string, avatar: string | null): Promise<void> {
		await this.#inTurn(userId, roomId, async (standing) => {
			requireNotDirect(standing.room);
			requireRole(standing, 'moderator');
			requireInUse(standing.room);
			await this.#write(standing.room, userId, { avatar });
		});
	}

	/** Throws RefusedError where {@link changeAvatar} would: a picture is looked at only for those who may give one. */
	async requireAvatarChange(userId: string, roomId: string): Promise<void> {
		const standing = await insiderOf(this.#store, roomId, userId);
		requireNotDirect(standing.room);
		requireRole(standing, 'moderator');
		requireInUse(standing.room);
	}

	/** Ends the room for everyone, by an owner of it or one who runs the workspace. Ending it twice is ending it once. */
	async delete(userId: string, roomId: string): Promise<void> {
		await this.#desk.requireRoom(roomId);
		await this.#desk.inTurn(roomId, async () => {
			if (await this.#hasEnded(userId, roomId)) return;
			const standing = await standingOf(this.#store, roomId, userId);
			requireNotDirect(standing.room);
			if (!isAdministrator(standing.workspaceRole)) requireRole(standing, 'owner');
			await endRoom(this.#desk, roomId, userId);
		});
	}

	/** Whether it is gone already, for those who could have ended it: its head still says who they were. */
	async #hasEnded(userId: string, roomId: string): Promise<boolean> {
		if ((await this.#store.findRoom(roomId))?.deletedAt === null) return false;
		return this.#desk.documents.read(headName(roomId), ({ doc }) => {
			return doc.getMap<Member>(HEAD_ROOTS.members).get(userId)?.role === 'owner';
		});
	}

	async #inTurn(userId: string, roomId: string, act: (standing: Standing) => Promise<void>): Promise<void> {
		await this.#desk.requireRoom(roomId);
		await this.#desk.inTurn(roomId, async () => act(await insiderOf(this.#store, roomId, userId)));
	}

	#settingsOf(room: RoomRecord, { title, topic, announcements, slowSeconds, archived }: ChangeRoomRequest) {
		const isArchived = room.archivedAt !== null;
		const archivedAt =
			archived === undefined || archived === isArchived ? room.archivedAt : archived ? this.#desk.now() : null;
		return { title, topic, announcements, slowSeconds, archivedAt };
	}

	/** Writes those settings that are others than before; nothing where there are none. */
	async #write(room: RoomRecord, by: string, wanted: { [K in keyof RoomChange['set']]?: RoomRecord[K] | undefined }) {
		const entries = Object.entries(wanted) as [
			keyof RoomChange['set'],
			RoomRecord[keyof RoomChange['set']] | undefined
		][];
		const set: RoomChange['set'] = Object.fromEntries(
			entries.filter(([name, value]) => value !== undefined && value !== room[name])
		);
		if (Object.keys(set).length === 0) return;
		const change = { roomId: room.id, by, set };
		await this.#desk.writeHead(
			room.id,
			(doc) => writeSettings(doc, set),
			(commit) => this.#store.changeRoom(change, commit)
		);
	}
}

/** Who may change what. An archived room can only be taken back into use. */
function requireChangeable(standing: Standing, request: ChangeRoomRequest): void {
	const { title, topic, announcements, slowSeconds, archived } = request;
	if (title !== undefined || topic !== undefined) requireSay(standing);
	if (announcements !== undefined || slowSeconds !== undefined) requireRole(standing, 'moderator');
	if (archived !== undefined) requireRole(standing, 'owner');
	const asksForMore = [title, topic, announcements, slowSeconds].some((value) => value !== undefined);
	if (asksForMore || archived === undefined) requireInUse(standing.room);
	if (title === '' && standing.room.kind !== 'group')
		throw new RefusedError('invalid-fields', 'The room needs a title.');
}
