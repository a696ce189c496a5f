// What uWebSockets.js can do at best: no sessions, no checks, no documents, no disk. `/room` publishes to everyone in
// it, `/echo` answers the sender alone. The limits are the sync server's, so that both treat a slow receiver alike.
import uws, { type WebSocket } from 'uWebSockets.js';
import { BACKPRESSURE_MAX_BYTES, IDLE_TIMEOUT_S } from '../../../sync-server/connection/socket-limits.ts';

const TOPIC = 'room';
const LIMITS = { maxBackpressure: BACKPRESSURE_MAX_BYTES, closeOnBackpressureLimit: 1, idleTimeout: IDLE_TIMEOUT_S };

const app = uws.App();
app.ws('/room', {
	...LIMITS,
	open: (socket: WebSocket<unknown>) => void socket.subscribe(TOPIC),
	message: (_socket: WebSocket<unknown>, message: ArrayBuffer) => void app.publish(TOPIC, message, true)
});
app.ws('/echo', {
	...LIMITS,
	message: (socket: WebSocket<unknown>, message: ArrayBuffer) => void socket.send(message, true)
});
app.listen('127.0.0.1', 0, (listening) => {
	if (!listening) throw new Error('no port');
	console.log(`port ${uws.us_socket_local_port(listening)}`);
});
process.on('SIGTERM', () => process.exit(0));
