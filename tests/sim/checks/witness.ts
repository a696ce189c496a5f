import { parseDocumentName } from '../../../src/lib/protocol/document-name.ts';
import { decodeFrame, type Frame } from '../../../src/lib/protocol/frames.ts';
import type { MembershipListener } from '../../../sync-server/room/rooms.ts';
import type { Disk } from '../server/disk.ts';
import type { Journal } from './journal.ts';
import { contentOf } from './update-content.ts';

/** A socket at the server's end, as the witness knows it. */
interface Seen {
	userId: string;
}

/** What has come in on one document of one socket since its last step 1, and pieces of an answer. */
interface Thread {
	received: string[][];
	pieces: Uint8Array[];
}

/** Stands between the server and the network, and compares every frame with the disk at the moment it is sent. */
export class Witness implements MembershipListener {
	#disk: Disk;
	#journal: Journal;
	#threads = new WeakMap<Seen, Map<string, Thread>>();
	/** Memberships that the running server knows to have ended: `<user> <room>`. */
	#ended = new Set<string>();
	#decoded = new WeakMap<Uint8Array, Frame>();

	constructor(disk: Disk, journal: Journal) {
		this.#disk = disk;
		this.#journal = journal;
	}

	/** A new server process begins; what it knows it reads from the disk. */
	begin(): void {
		this.#ended.clear();
	}

	joined(userId: string, roomId: string): void {
		this.#ended.delete(`${userId} ${roomId}`);
	}

	left(userId: string, roomId: string): void {
		this.#ended.add(`${userId} ${roomId}`);
	}

	heard(socket: Seen, bytes: Uint8Array): void {
		const frame = decodeFrame(bytes);
		if (frame.kind === 'sync-step-1') this.#thread(socket, frame.document).received = [];
		if (frame.kind !== 'sync-step-2' && frame.kind !== 'update') return;
		this.#thread(socket, frame.document).received.push(contentOf(frame.update).messages);
	}

	sending(socket: Seen, bytes: Uint8Array): void {
		const frame = this.#decoded.get(bytes) ?? decodeFrame(bytes);
		this.#decoded.set(bytes, frame);
		if (!('document' in frame)) return;
		this.#checkAccess(socket, frame);
		const thread = this.#thread(socket, frame.document);
		if (frame.kind === 'ack') this.#checkDurable(thread.received.slice(0, frame.ordinal).flat(), 'acknowledged');
		if (frame.kind === 'update') this.#checkDurable(contentOf(frame.update).sequenced, 'shown');
		if (frame.kind === 'sync-part') thread.pieces.push(frame.part);
		if (frame.kind !== 'sync-step-2') return;
		const whole = Buffer.concat([...thread.pieces.splice(0), frame.update]);
		this.#checkDurable(contentOf(new Uint8Array(whole)).sequenced, 'shown');
	}

	#checkDurable(ids: string[], how: string): void {
		const early = ids.filter((id) => !this.#disk.messages.has(id));
		if (early.length > 0) this.#journal.violate('I1', `${how} before it was on the disk: ${early.join(', ')}`);
	}

	#checkAccess({ userId }: Seen, { kind, document }: Frame & { document: string }): void {
		const name = parseDocumentName(document);
		if (name === undefined || kind === 'closed' || name.kind === 'workspace') return;
		if (name.kind === 'personal') {
			if (name.userId !== userId) this.#journal.violate('I6', `${userId} was sent ${document}`);
		} else if (this.#ended.has(`${userId} ${name.roomId}`)) {
			void this.#checkEnded(userId, name.roomId, `${userId} was sent ${kind} of ${document} after the removal`);
		}
	}

	/** Joining again may be on the disk although it was reported as failed (T4): then the next socket finds it there. */
	async #checkEnded(userId: string, roomId: string, what: string): Promise<void> {
		if ((await this.#disk.storage.findMembership(roomId, userId)) === undefined) this.#journal.violate('I6', what);
	}

	#thread(socket: Seen, document: string): Thread {
		const threads = this.#threads.get(socket) ?? new Map<string, Thread>();
		this.#threads.set(socket, threads);
		const thread = threads.get(document) ?? { received: [], pieces: [] };
		threads.set(document, thread);
		return thread;
	}
}
