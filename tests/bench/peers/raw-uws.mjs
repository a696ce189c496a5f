// What uWebSockets.js can do at best: no sessions, no checks, no documents, no disk; `publish` to everyone in the room. The
// limits are the sync server's, so that both treat a slow receiver alike. The package is the product's own.
import uws from 'uWebSockets.js';
import { announce, endWith } from './listening.mjs';

const MEGABYTE = 1024 * 1024;

const app = uws.App();
app.ws('/*', {
	maxPayloadLength: 4 * MEGABYTE,
	maxBackpressure: 16 * MEGABYTE,
	closeOnBackpressureLimit: 1,
	idleTimeout: 30,
	upgrade: (res, req, context) => {
		const header = (/** @type {string} */ name) => req.getHeader(`sec-websocket-${name}`);
		res.upgrade({ room: req.getUrl() }, header('key'), header('protocol'), header('extensions'), context);
	},
	open: (socket) => void socket.subscribe(socket.getUserData().room),
	message: (socket, message) => void app.publish(socket.getUserData().room, message, true)
});
app.listen('127.0.0.1', 0, (listening) => {
	if (!listening) throw new Error('no port');
	announce(uws.us_socket_local_port(listening));
});
endWith(() => undefined);
