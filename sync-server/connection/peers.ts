import { CLOSE, type CloseCode } from '../../src/lib/protocol/close-codes.ts';
import type { MembershipListener } from '../room/rooms.ts';
import type { Admitted, Peer } from './peer.ts';
import { SOCKETS_PER_ACCOUNT_MAX, SOCKETS_PER_ADDRESS_MAX } from './socket-limits.ts';

/** Every open socket, found by what can end or change it: its session, its account. */
export class Peers implements MembershipListener {
	#peers = new Set<Peer>();
	#byUser = new Map<string, Set<Peer>>();
	#byAddress = new Map<string, Set<Peer>>();

	/** Whether another socket of this account, from this address, may stay (S7). */
	hasRoomFor({ userId, address }: Pick<Admitted, 'userId' | 'address'>): boolean {
		const [ofUser, ofAddress] = [this.#byUser.get(userId)?.size ?? 0, this.#byAddress.get(address)?.size ?? 0];
		return ofUser < SOCKETS_PER_ACCOUNT_MAX && ofAddress < SOCKETS_PER_ADDRESS_MAX;
	}

	add(peer: Peer): void {
		this.#peers.add(peer);
		file(this.#byUser, peer.userId, peer);
		file(this.#byAddress, peer.address, peer);
	}

	delete(peer: Peer): void {
		this.#peers.delete(peer);
		unfile(this.#byUser, peer.userId, peer);
		unfile(this.#byAddress, peer.address, peer);
	}

	/** A document has begun a new generation. */
	rebased(document: string): void {
		for (const peer of this.#peers) peer.dialect.rebased(peer, document);
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

	/** The account may see more or less than before: its sockets close and come back with what it may now. */
	readmit(userId: string): void {
		for (const peer of [...(this.#byUser.get(userId) ?? [])]) peer.close(CLOSE.goingAway, 'your role has changed');
	}

	/** Peers whose session had run out by `now` as far as its socket knows. */
	expiredBy(now: number): Peer[] {
		return [...this.#peers].filter((peer) => peer.expiresAt <= now);
	}

	closeAll(code: CloseCode): void {
		for (const peer of this.#peers) peer.close(code);
	}
}

function file(index: Map<string, Set<Peer>>, key: string, peer: Peer): void {
	index.set(key, (index.get(key) ?? new Set()).add(peer));
}

function unfile(index: Map<string, Set<Peer>>, key: string, peer: Peer): void {
	const peers = index.get(key);
	peers?.delete(peer);
	if (peers?.size === 0) index.delete(key);
}
