// What every peer says and does alike: where it listens, and that it ends when asked to.
import { createServer } from 'node:http';

/** An HTTP server on a free port of this machine, which it names on standard output. @returns {import('node:http').Server} */
export function listen() {
	const server = createServer((_request, response) => response.end());
	server.listen(0, '127.0.0.1', () => announce(/** @type {import('node:net').AddressInfo} */ (server.address()).port));
	return server;
}

/** @param {number} port */
export function announce(port) {
	console.log(`port ${port}`);
}

/** Ends the process on SIGTERM, after what must be finished first. @param {() => unknown} finish */
export function endWith(finish) {
	process.once('SIGTERM', () => void Promise.resolve(finish()).then(() => process.exit(0)));
}
