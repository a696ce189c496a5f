import type { Logger } from 'pino';
import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t } from 'uWebSockets.js';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { encodeFrame, encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { FRAME_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import { AccountLimits } from '../access/account-limits.ts';
import { clientAddress } from '../access/client-address.ts';
import type { Members } from '../accounts/members.ts';
import type { History } from '../history.ts';
import type { Documents } from '../room/documents.ts';
import type { People } from '../people/open-people.ts';
import type { Rooms } from '../room/rooms.ts';
import type { ProfileRecord } from '../storage/people-store.ts';
import type { Storage } from '../storage/storage.ts';
import { admit, type AdmissionDeps } from './admission.ts';
import { Multiplexed } from './multiplexed.ts';
import { Peer, type Admitted, type Arrival, type Dialect, type Socket } from './peer.ts';
import { Peers } from './peers.ts';
import { PeoplePresence } from './people-presence.ts';
import { Presence, type Publish } from './presence.ts';
import { watchSessions } from './session-watch.ts';
import { BACKPRESSURE_MAX_BYTES, IDLE_TIMEOUT_S, PACE_MAX_MS, PACE_PER_SOCKET_MS } from './socket-limits.ts';
import { Stock } from './stock.ts';
import { stockTopicOf, topicOf } from './topics.ts';

export interface SyncDeps extends AdmissionDeps {
	storage: Storage;
	documents: Documents;
	administration: { members: Pick<Members, 'onSightChanged'> };
	rooms: Rooms;
	people: People;
	history: History;
	/** Takes back what a device offers (H4). */
	heal: (roomId: string, copy: Uint8Array, giver: string) => Promise<number>;
	log: Logger;
	now: () => number;
}

/** The sync socket, from the outside. */
export interface SyncDoor {
	/** Closes every socket with the retryable {@link CLOSE.goingAway} and lets no more in. */
	closeAll(): void;
}

/** Opens `/sync` and `/sync/<document>` on the app. The only file that knows of uWebSockets.js's socket events. */
export function attachSync(app: TemplatedApp, deps: SyncDeps): SyncDoor {
	const { documents, log } = deps;
	const peers = new Peers();
	const limits = new AccountLimits(deps.now);
	const publish = (topic: string, frame: Uint8Array) => app.publish(topic, frame, true);
	const presence = new Presence(publish, deps.people.blocks);
	const report = (err: unknown, document?: string) => log.error({ err, document }, 'socket');
	const people = watchPeople(deps, publish, report);
	hideFromRooms(presence, deps.people);
	const multiplexed = new Multiplexed({ ...deps, limits, presence, people, report });
	const dialectOf = ({ document }: Admitted): Dialect =>
		document === undefined ? multiplexed : new Stock(document, { ...deps, limits, presence });
	const stopWatch = watchSessions(peers, deps);
	deps.rooms.onMembership(peers);
	documents.onRebased((document) => peers.rebased(document));
	documents.pace = (document) => Math.min(PACE_MAX_MS, app.numSubscribers(topicOf(document)) * PACE_PER_SOCKET_MS);
	fanOut(app, documents);

	app.ws<{ arrival: Arrival; peer?: Peer }>('/sync', behaviour(undefined));
	app.ws<{ arrival: Arrival; peer?: Peer }>('/sync/*', behaviour('/sync/'.length));
	return {
		closeAll() {
			stopWatch();
			presence.stop();
			people.stop();
			peers.closeAll(CLOSE.goingAway);
		}
	};

	function behaviour(documentAt: number | undefined) {
		return {
			maxPayloadLength: FRAME_MAX_BYTES,
			maxBackpressure: BACKPRESSURE_MAX_BYTES,
			// Without this a slow receiver loses frames while its socket stays open and it never learns (I9).
			closeOnBackpressureLimit: 1,
			idleTimeout: IDLE_TIMEOUT_S,
			sendPingsAutomatically: true,
			upgrade: (res: HttpResponse, req: HttpRequest, context: us_socket_context_t) => {
				const document = documentAt === undefined ? undefined : req.getUrl().slice(documentAt);
				upgrade(res, req, context, document, deps);
			},
			open(socket: Socket) {
				const { arrival } = socket.getUserData();
				if (!arrival.admitted) return socket.end(arrival.code);
				if (!peers.hasRoomFor(arrival)) return socket.end(CLOSE.rateLimited, 'too many sockets');
				const peer = new Peer(socket, arrival, dialectOf(arrival), { limits, report });
				socket.getUserData().peer = peer;
				peers.add(peer);
			},
			message(socket: Socket, message: ArrayBuffer, isBinary: boolean) {
				const { peer } = socket.getUserData();
				if (!isBinary) return peer?.close(CLOSE.badFrame, 'binary frames only');
				// The buffer is gone once this returns, and the work on it is not done by then.
				peer?.dialect.receive(peer, new Uint8Array(message.slice(0)));
			},
			drain: (socket: Socket) => socket.getUserData().peer?.drain(),
			close(socket: Socket) {
				const { peer } = socket.getUserData();
				if (peer === undefined) return;
				peer.gone();
				peers.delete(peer);
			}
		};
	}
}

/** Lets people's presence follow their profiles and their rooms. */
function watchPeople(deps: SyncDeps, publish: Publish, report: (error: unknown) => void): PeoplePresence {
	const { people, rooms, storage: store, now } = deps;
	const presence = new PeoplePresence(people.everyone, { store, blocks: people.blocks, publish, now, report });
	const follow = () => presence.membershipsChanged();
	people.profiles.onChanged((profile) => presence.profileChanged(profile));
	rooms.onMembership({ joined: follow, left: follow });
	rooms.onMembership({ joined() {}, left: (userId, roomId) => people.readMarks.left(userId, roomId) });
	return presence;
}

/** Who looks offline is in no room either: one would give away the other. */
function hideFromRooms(presence: Presence, { everyone, profiles }: SyncDeps['people']): void {
	const follow = ({ id, availability }: ProfileRecord) => presence.setHidden(id, availability === 'hidden');
	everyone.forEach(follow);
	profiles.onChanged(follow);
}

/** Reads the request before the first `await`, because uWebSockets.js takes it back then, and upgrades when decided. */
function upgrade(
	res: HttpResponse,
	req: HttpRequest,
	context: us_socket_context_t,
	document: string | undefined,
	deps: SyncDeps
): void {
	const key = req.getHeader('sec-websocket-key');
	const protocol = req.getHeader('sec-websocket-protocol');
	const extensions = req.getHeader('sec-websocket-extensions');
	const peer = Buffer.from(res.getRemoteAddressAsText()).toString();
	const address = clientAddress(peer, req.getHeader('x-forwarded-for'));
	const request = { origin: req.getHeader('origin'), cookie: req.getHeader('cookie'), address, document };
	let aborted = false;
	res.onAborted(() => (aborted = true));
	const decided = (arrival: Arrival) => {
		if (aborted) return;
		res.cork(() => res.upgrade({ arrival }, key, protocol, extensions, context));
	};
	admit(request, deps).then(decided, (error: unknown) => {
		deps.log.error({ err: error }, 'admission failed');
		decided({ admitted: false, code: CLOSE.storageUnavailable });
	});
}

/** One encoding and one `publish` per commit and dialect; a loop of `send` saturates long before. */
function fanOut(app: TemplatedApp, documents: Documents): void {
	documents.onCommitted(({ document, update, base, version }) => {
		app.publish(topicOf(document), encodeFrame({ kind: 'update', document, update, step: { base, version } }), true);
		const stockTopic = stockTopicOf(document);
		if (app.numSubscribers(stockTopic) > 0) app.publish(stockTopic, encodeStockFrame({ kind: 'update', update }), true);
	});
}
