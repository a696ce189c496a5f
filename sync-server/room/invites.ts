import { randomBytes } from 'node:crypto';
import { newId } from '../../src/lib/protocol/ids.ts';
import type { AcceptedInvite, Invite, InviteView, MadeInvite } from '../../src/lib/protocol/rest-rooms.ts';
import { Allowance, type Quota } from '../access/allowance.ts';
import { TooManyRequestsError } from '../access/throttle.ts';
import { isAdministrator } from '../accounts/rights.ts';
import { hashToken } from '../accounts/session-token.ts';
import type { InviteRecord } from '../storage/invite-store.ts';
import { RefusedError, type Storage } from '../storage/storage.ts';
import { writeMember } from './head-document.ts';
import type { RoomDesk } from './room-desk.ts';
import { insiderOf, requireInUse, requireNotDirect, requireSay } from './standing.ts';

const HOUR_MS = 60 * 60 * 1000;

/** Bytes of a link's secret part: as many as nobody guesses. */
const TOKEN_BYTES = 32;

/** Invitations that one account makes: one for each new colleague of a busy week, within the hour. */
export const INVITES_PER_ACCOUNT: Quota = { points: 60, seconds: 60 * 60 };

/** What is asked for: `roomId` null for an invitation to the workspace alone. */
export interface NewInvite extends Pick<Invite, 'roomId' | 'role'> {
	lastsHours: number;
	uses: number;
}

/** Links that let people in. Every command throws RefusedError with why it is not carried out. */
export class Invites {
	#desk: RoomDesk;
	#store: Storage;
	#origin: string;
	#made: Allowance;

	/** `origin`: where people open the links. */
	constructor(desk: RoomDesk, origin: string) {
		this.#desk = desk;
		this.#store = desk.store;
		this.#origin = origin;
		this.#made = new Allowance(INVITES_PER_ACCOUNT, desk.now);
	}

	/**
	 * Makes a link. Only those who run the workspace let new members into it; whoever has the say in a room lets guests in.
	 * Throws TooManyRequestsError as well.
	 */
	async make(userId: string, { roomId, role, lastsHours, uses }: NewInvite): Promise<MadeInvite> {
		await this.#requireSay(userId, roomId);
		if (roomId !== null) requireInUse((await insiderOf(this.#store, roomId, userId)).room);
		if (role === 'member' && !(await this.#runsWorkspace(userId))) throw new RefusedError('forbidden');
		if (!this.#made.has(userId)) throw new TooManyRequestsError(INVITES_PER_ACCOUNT.seconds);
		this.#made.use(userId, 1);
		const token = randomBytes(TOKEN_BYTES).toString('base64url');
		const createdAt = this.#desk.now();
		const invite: Invite = {
			...{ id: newId(), roomId, role, createdBy: userId, createdAt, usesMax: uses, uses: 0 },
			expiresAt: createdAt + lastsHours * HOUR_MS
		};
		await this.#store.createInvite({ ...invite, tokenHash: hashToken(token), revokedAt: null });
		return { invite, url: `${this.#origin}/invite#${token}` };
	}

	/** The links that are still good: to a room, or (null) to the workspace alone. */
	async list(userId: string, roomId: string | null): Promise<Invite[]> {
		await this.#requireSay(userId, roomId);
		return this.#store.listInvites(roomId, this.#desk.now());
	}

	/** Takes a link back, by whoever made it or could have; once or twice. */
	async revoke(userId: string, inviteId: string): Promise<void> {
		const invite = await this.#store.findInvite(inviteId);
		if (invite === undefined) throw new RefusedError('not-found');
		if (invite.createdBy !== userId && !(await this.#runsWorkspace(userId))) {
			await this.#requireSay(userId, invite.roomId, 'not-found');
		}
		await this.#store.revokeInvite({ id: inviteId, by: userId, at: this.#desk.now() });
	}

	/** What a link is to, for whoever has it. Throws RefusedError `link-over`. */
	async look(token: string): Promise<InviteView> {
		const { roomId, role, createdBy } = await this.#good(token);
		const room = roomId === null ? undefined : await this.#store.findRoom(roomId);
		const maker = await this.#store.findProfile(createdBy);
		const { name: workspace } = await this.#store.settings();
		return { workspace, room: room ? { id: room.id, title: room.title } : null, by: maker?.displayName ?? '', role };
	}

	/** Lets somebody with an account into the room of a link. Who is in it already uses nothing up. */
	async accept(userId: string, token: string): Promise<AcceptedInvite> {
		const { roomId } = await this.#good(token, userId);
		if (roomId === null) return { room: null };
		await this.#desk.inTurn(roomId, () => this.#enter(userId, roomId, token));
		return { room: (await this.#store.summaryOf(roomId, userId)) ?? null };
	}

	async #enter(userId: string, roomId: string, token: string): Promise<void> {
		const room = await this.#store.findRoom(roomId);
		if (room === undefined || room.deletedAt !== null) throw new RefusedError('link-over');
		if ((await this.#store.findMembership(roomId, userId)) !== undefined) return;
		if (await this.#store.isBanned(roomId, userId)) throw new RefusedError('banned');
		requireInUse(room);
		await this.#desk.requirePlace(room);
		const member = await this.#desk.profileOf(this.#desk.newMembership(roomId, userId));
		const use = { tokenHash: hashToken(token), at: this.#desk.now(), membership: member.membership };
		await this.#desk.writeHead(
			roomId,
			(doc) => writeMember(doc, member),
			(commit) => this.#store.acceptInvite(use, commit)
		);
		this.#desk.tellJoined(userId, roomId);
	}

	/** The invitation, where it is still good. One that is used up is for those who are in already: its room, or the workspace. */
	async #good(token: string, userId?: string): Promise<InviteRecord> {
		const invite = await this.#store.findInviteByToken(hashToken(token));
		if (invite === undefined || invite.revokedAt !== null || invite.expiresAt <= this.#desk.now()) {
			throw new RefusedError('link-over');
		}
		if (invite.uses < invite.usesMax) return invite;
		const { roomId } = invite;
		const isInside =
			userId !== undefined && (roomId === null || (await this.#store.findMembership(roomId, userId)) !== undefined);
		if (!isInside) throw new RefusedError('link-over');
		return invite;
	}

	/** Whether somebody may make links to a room, or (null) to the workspace. Guests let nobody in. */
	async #requireSay(userId: string, roomId: string | null, otherwise: 'forbidden' | 'not-found' = 'forbidden') {
		if (roomId === null) {
			if (!(await this.#runsWorkspace(userId))) throw new RefusedError(otherwise);
			return;
		}
		const standing = await insiderOf(this.#store, roomId, userId);
		requireNotDirect(standing.room);
		requireSay(standing);
		if (standing.workspaceRole === 'guest') throw new RefusedError(otherwise, 'Guests let nobody in.');
	}

	async #runsWorkspace(userId: string): Promise<boolean> {
		const user = await this.#store.findUser(userId);
		return user !== undefined && isAdministrator(user.role);
	}
}
