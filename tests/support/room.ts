import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { ANNA, BORIS, IRYNA, register, type SignedIn } from './people.ts';
import { createRoom, joinRoom } from './rest.ts';
import { TestServer } from './server.ts';

/** A server with Anna and Борис in one room, and Ірина outside it. */
export interface RoomOnServer {
	server: TestServer;
	anna: SignedIn;
	boris: SignedIn;
	iryna: SignedIn;
	roomId: string;
	/** The room's first segment. */
	segment: string;
}

export async function startRoom(): Promise<RoomOnServer> {
	const server = await TestServer.start();
	const anna = await register(server.origin, ANNA);
	const boris = await register(server.origin, BORIS);
	const iryna = await register(server.origin, IRYNA);
	const { id: roomId } = await createRoom(server.origin, anna.cookie, { title: 'General', kind: 'public' });
	await joinRoom(server.origin, boris.cookie, roomId);
	return { server, anna, boris, iryna, roomId, segment: segmentName(roomId, 0) };
}
