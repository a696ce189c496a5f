import { newId } from '../../src/lib/protocol/ids.ts';
import type { Report } from '../../src/lib/protocol/rest-rooms.ts';
import { isAdministrator } from '../accounts/rights.ts';
import type { FoundMessage } from '../storage/room-store.ts';
import { RefusedError, type Storage } from '../storage/storage.ts';
import { isAtLeast } from './rank.ts';
import type { RoomDesk } from './room-desk.ts';
import { insiderOf } from './standing.ts';
import { writeTombstone } from './tombstone.ts';

/** A message as a command names it. */
export interface NamedMessage {
	roomId: string;
	messageId: string;
}

/** Taking messages away, and reporting them. Every command throws RefusedError with why it is not carried out. */
export class Messages {
	#desk: RoomDesk;
	#store: Storage;

	constructor(desk: RoomDesk) {
		this.#desk = desk;
		this.#store = desk.store;
	}

	/**
	 * Deletes a message: by its author at any time, by those who keep order in the room at any time; in a direct room by its
	 * author only. Deleting twice is deleting once.
	 */
	async delete(userId: string, { roomId, messageId }: NamedMessage): Promise<void> {
		const { room, role } = await insiderOf(this.#store, roomId, userId);
		const found = await this.#find(roomId, messageId);
		const keepsOrder = room.kind !== 'direct' && isAtLeast(role, 'moderator');
		if (found.author !== userId && !keepsOrder) throw new RefusedError('forbidden');
		if (!(await this.#erase({ roomId, messageId }, found, userId))) throw new RefusedError('not-found');
	}

	/** Deletes a message of an account that has gone; nothing happens where there is none. `by`: who deleted the account. */
	async erase({ by, ...message }: NamedMessage & { by: string }): Promise<void> {
		const found = await this.#store.findMessage(message.roomId, message.messageId);
		if (found !== undefined) await this.#erase(message, found, by);
	}

	/** Tells those who keep order of a message; telling them twice is telling them once. */
	async report(userId: string, { roomId, messageId }: NamedMessage, reason: string): Promise<void> {
		await insiderOf(this.#store, roomId, userId);
		await this.#find(roomId, messageId);
		const at = this.#desk.now();
		await this.#store.addReport({ id: newId(), roomId, messageId, reporter: userId, reason, at });
	}

	/** What was reported: everything for those who run the workspace, for others what is in rooms that they keep in order. */
	async reports(userId: string): Promise<Report[]> {
		if (await this.#runsWorkspace(userId)) return this.#store.listReports();
		const rooms = await this.#store.moderatedRooms(userId);
		if (rooms.length === 0) throw new RefusedError('forbidden');
		return this.#store.listReports(rooms);
	}

	/** Notes that a report was dealt with. */
	async resolve(userId: string, reportId: string): Promise<void> {
		const report = await this.#store.findReport(reportId);
		const mayAct =
			report !== undefined &&
			((await this.#runsWorkspace(userId)) || (await this.#store.moderatedRooms(userId)).includes(report.roomId));
		if (!mayAct) throw new RefusedError('not-found');
		await this.#store.resolveReport({ id: reportId, by: userId, at: this.#desk.now() });
	}

	#erase({ roomId, messageId }: NamedMessage, found: FoundMessage, by: string): Promise<boolean> {
		return writeTombstone(this.#desk, { roomId, messageId, ...found, by, at: this.#desk.now() });
	}

	async #find(roomId: string, messageId: string): Promise<FoundMessage> {
		const found = await this.#store.findMessage(roomId, messageId);
		if (found === undefined) throw new RefusedError('not-found');
		return found;
	}

	async #runsWorkspace(userId: string): Promise<boolean> {
		const user = await this.#store.findUser(userId);
		return user !== undefined && isAdministrator(user.role);
	}
}
