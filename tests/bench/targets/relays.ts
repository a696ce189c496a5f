import { AuthorsPen } from '../load/message.ts';
import { Hosted } from './hosted.ts';
import { target } from './hosted-target.ts';
import type { Contestant } from './target.ts';

const program = (file: string) => ({
	args: [`tests/bench/peers/${file}`],
	env: () => ({}),
	listens: /port (\d+)/
});

/** The ceiling: uWebSockets.js publishing what it receives. The bytes are the Yjs updates of the others. */
export const RAW_UWS: Contestant = {
	name: 'raw uWS publish',
	async start() {
		return target(await Hosted.start(program('raw-uws.mjs')), {
			enter: (room) => ({ path: `/room-${room}`, opening: [], ready: 'open' }),
			writer() {
				const pen = new AuthorsPen();
				return { say: (stamps) => stamps.map((stamp) => pen.say([stamp])), hear: () => ({}) };
			},
			copy: () => undefined
		});
	}
};

/** Engine.IO's and Socket.IO's packet types in text: `4` message, `0` connect; `451-` message, event, one attachment. */
const CONNECT = '40';
const EVENT = '451-["message",{"_placeholder":true,"num":0}]';

/** A room of Socket.IO. The same bytes again, as an attachment, which travels as a frame of its own. */
export const SOCKET_IO: Contestant = {
	name: 'Socket.IO relay',
	async start() {
		return target(await Hosted.start(program('socket-io.mjs')), {
			enter: (room) => ({
				path: `/socket.io/?EIO=4&transport=websocket&room=room-${room}`,
				opening: [CONNECT],
				ready: { prefix: Buffer.from(CONNECT) }
			}),
			writer() {
				const pen = new AuthorsPen();
				return { say: (stamps) => stamps.flatMap((stamp) => [EVENT, pen.say([stamp])]), hear: () => ({}) };
			},
			copy: () => undefined
		});
	}
};
