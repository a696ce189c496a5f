// A relay on Socket.IO: what one client sends, everyone in its room gets, the sender too. No documents, no disk.
import { Server } from 'socket.io';
import { endWith, listen } from './listening.mjs';

// The load generator does not answer Engine.IO's pings, so that it need not know them: none is due during a run.
const io = new Server(listen(), { transports: ['websocket'], pingInterval: 600_000, maxHttpBufferSize: 1e8 });
io.on('connection', (socket) => {
	const { room } = socket.handshake.query;
	if (typeof room !== 'string') return socket.disconnect();
	void socket.join(room);
	socket.on('message', (message) => io.to(room).emit('message', message));
});
endWith(() => undefined);
