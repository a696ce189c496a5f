import type { Logger } from 'pino';
import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t } from 'uWebSockets.js';
import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { encodeFrame, encodeStockFrame } from '../../src/lib/protocol/frames.ts';
import { FRAME_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import type { Documents } from '../room/documents.ts';
import type { Rooms } from '../room/rooms.ts';
import type { Storage } from '../storage/storage.ts';
import { admit, type AdmissionDeps } from './admission.ts';
import { Multiplexed, topicOf } from './multiplexed.ts';
import { Peer, type Admitted, type Arrival, type Dialect, type Socket } from './peer.ts';
import { Peers } from './peers.ts';
import { watchSessions } from './session-watch.ts';
import { BACKPRESSURE_MAX_BYTES, IDLE_TIMEOUT_S } from './socket-limits.ts';
import { Stock, stockTopicOf } from './stock.ts';

export interface SyncDeps extends AdmissionDeps {
	storage: Storage;
	documents: Documents;
	rooms: Rooms;
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
	const peers = new Peers();
	const multiplexed = new Multiplexed(deps.documents, deps.now);
	const dialectOf = ({ document }: Admitted): Dialect =>
		document === undefined ? multiplexed : new Stock(deps.documents, document, deps.now);
	const stopWatch = watchSessions(peers, deps);
	deps.rooms.onMembership(peers);
	fanOut(app, deps.documents);

	app.ws<{ arrival: Arrival; peer?: Peer }>('/sync', behaviour(undefined));
	app.ws<{ arrival: Arrival; peer?: Peer }>('/sync/*', behaviour('/sync/'.length));
	return {
		closeAll() {
			stopWatch();
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
				const peer = new Peer(socket, arrival, dialectOf(arrival), (error) => deps.log.error({ err: error }, 'socket'));
				socket.getUserData().peer = peer;
				peers.add(peer);
			},
			message(socket: Socket, message: ArrayBuffer, isBinary: boolean) {
				const { peer } = socket.getUserData();
				if (!isBinary) return peer?.close(CLOSE.badFrame, 'binary frames only');
				// The buffer is gone once this returns, and the work on it is not done by then.
				peer?.dialect.receive(peer, new Uint8Array(message.slice(0)));
			},
			close(socket: Socket) {
				const { peer } = socket.getUserData();
				if (peer === undefined) return;
				peer.gone();
				peers.delete(peer);
			}
		};
	}
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
	const request = { origin: req.getHeader('origin'), cookie: req.getHeader('cookie'), document };
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
	documents.onCommitted((document, update, version) => {
		app.publish(topicOf(document), encodeFrame({ kind: 'update', document, update, version }), true);
		const stockTopic = stockTopicOf(document);
		if (app.numSubscribers(stockTopic) > 0) app.publish(stockTopic, encodeStockFrame({ kind: 'update', update }), true);
	});
}
