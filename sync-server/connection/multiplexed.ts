import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/control.ts';
import {
	headName,
	parseDocumentName,
	personalName,
	roomOf,
	WORKSPACE_NAME
} from '../../src/lib/protocol/document-name.ts';
import { BadFrameError, decodeFrame, encodeFrame, type Frame } from '../../src/lib/protocol/frames.ts';
import type { DocumentHead } from '../storage/storage.ts';
import { Conversation, type ConversationDeps } from './conversation.ts';
import type { Dialect, Peer } from './peer.ts';
import type { PeoplePresence } from './people-presence.ts';
import { topicOf } from './topics.ts';

export interface MultiplexedDeps extends ConversationDeps {
	people: PeoplePresence;
}

/** `/sync`: all of a device's documents on one socket. */
export class Multiplexed implements Dialect {
	#deps: MultiplexedDeps;
	/** The peers that have said hello; undefined while the server's own is on its way. */
	#greeted = new Map<Peer, Conversation | undefined>();

	constructor(deps: MultiplexedDeps) {
		this.#deps = deps;
	}

	receive(peer: Peer, bytes: Uint8Array): void {
		let frame: Frame;
		try {
			frame = decodeFrame(bytes);
		} catch (error) {
			if (error instanceof BadFrameError) return peer.close(CLOSE.badFrame, error.message);
			throw error;
		}
		if (!this.#greeted.has(peer)) return this.#greet(peer, frame);
		if (frame.kind === 'heartbeat') return peer.send(bytes);
		const conversation = this.#greeted.get(peer);
		if (conversation !== undefined && frame.kind === 'activity') return this.#deps.people.setIdle(peer, frame.idle);
		if (conversation === undefined || !('document' in frame))
			return peer.close(CLOSE.badFrame, `too early: ${frame.kind}`);
		conversation.receive(frame);
	}

	joined(peer: Peer, roomId: string): void {
		if (!this.#greeted.has(peer)) return;
		peer.track(this.#announce(peer, [headName(roomId)], false, () => this.#deps.documents.headsOfRoom(roomId)));
	}

	left(peer: Peer, roomId: string): void {
		peer.unsubscribe(topicOf(headName(roomId)));
		const conversation = this.#greeted.get(peer);
		if (conversation === undefined) return;
		const ofRoom = conversation.documents.filter((document) => roomNamedBy(document) === roomId);
		for (const document of new Set([headName(roomId), ...ofRoom])) conversation.close(document, 'no-document');
	}

	rebased(peer: Peer, document: string): void {
		if (peer.grants.includes(document)) this.#greeted.get(peer)?.close(document, 'renew');
	}

	gone(peer: Peer): void {
		this.#greeted.delete(peer);
		this.#deps.presence.leave(peer);
		this.#deps.people.leave(peer);
	}

	#greet(peer: Peer, frame: Frame): void {
		if (frame.kind !== 'client-hello') return peer.close(CLOSE.badFrame, 'expected a hello');
		if (frame.protocol !== PROTOCOL_VERSION) return peer.close(CLOSE.wrongVersion, `speak ${PROTOCOL_VERSION}`);
		this.#greeted.set(peer, undefined);
		peer.track(this.#welcome(peer, frame));
	}

	async #welcome(peer: Peer, hello: Frame & { kind: 'client-hello' }): Promise<void> {
		const { history, documents, now } = this.#deps;
		const { userId, grants } = peer;
		const lost = await history.hasLost(hello.history, userId);
		if (!peer.open) return;
		this.#greeted.set(peer, new Conversation(peer, lost, this.#deps));
		const about = { history: history.id, lost, healing: history.healing };
		peer.send(encodeFrame({ kind: 'server-hello', protocol: PROTOCOL_VERSION, userId, now: now(), ...about }));
		this.#deps.people.arrive(peer);
		const workspace = grants.includes(WORKSPACE_NAME) ? [WORKSPACE_NAME] : [];
		const followed = [personalName(userId), ...workspace, ...[...grants.rooms].map(headName)];
		await this.#announce(peer, followed, true, () => documents.headsOf(userId));
		await this.#deps.people.watch(peer);
	}

	/** C3. Subscribes before it asks for the versions, so that no commit falls between the two. */
	async #announce(
		peer: Peer,
		followed: string[],
		complete: boolean,
		heads: () => Promise<DocumentHead[]>
	): Promise<void> {
		for (const document of followed) peer.subscribe(topicOf(document));
		const documents = (await heads()).filter(({ name }) => peer.grants.includes(name));
		peer.send(encodeFrame({ kind: 'heads', complete, documents }));
	}
}

function roomNamedBy(document: string): string | undefined {
	const name = parseDocumentName(document);
	return name && roomOf(name);
}
