import { CLOSE, type CloseCode } from '../../src/lib/protocol/close-codes.ts';
import type { MembershipListener } from '../room/rooms.ts';
import type { Peer } from './peer.ts';

/** Every open socket, found by what can end or change it: its session, its account. */
export class Peers implements MembershipListener {
	#peers = new Set<Peer>();
	#byUser = new Map<string, Set<Peer>>();

	add(peer: Peer): void {
		this.#peers.add(peer);
		const mine = this.#byUser.get(peer.userId) ?? new Set();
		this.#byUser.set(peer.userId, mine.add(peer));
	}

	delete(peer: Peer): void {
		this.#peers.delete(peer);
		const mine = this.#byUser.get(peer.userId);
		mine?.delete(peer);
		if (mine?.size === 0) this.#byUser.delete(peer.userId);
	}

	joined(userId: string, roomId: string): void {
		for (const peer of this.#byUser.get(userId) ?? []) {
			peer.grants.join(roomId);
			peer.dialect.joined(peer, roomId);
		}
	}

	left(userId: string, roomId: string): void {
		for (const peer of this.#byUser.get(userId) ?? []) {
			peer.grants.leave(roomId);
			peer.dialect.left(peer, roomId);
		}
	}

	/** The session has ended: its sockets close (S3). */
	endSession(sessionId: string): void {
		for (const peer of this.#peers) if (peer.sessionId === sessionId) peer.close(CLOSE.noSession);
	}

	/** Peers whose session had run out by `now` as far as its socket knows. */
	expiredBy(now: number): Peer[] {
		return [...this.#peers].filter((peer) => peer.expiresAt <= now);
	}

	closeAll(code: CloseCode): void {
		for (const peer of this.#peers) peer.close(code);
	}
}
