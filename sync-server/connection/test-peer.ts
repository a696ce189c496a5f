import { decodeFrame, type Frame } from '../../src/lib/protocol/frames.ts';
import type { WorkspaceRole } from '../../src/lib/protocol/workspace.ts';
import { Grants } from '../access/access.ts';
import { AccountLimits } from '../access/account-limits.ts';
import { Peer, type Dialect, type Socket } from './peer.ts';

/** For tests: what became of a socket that is none. */
export interface Line {
	frames: Frame[];
	/** The same as they were sent, also those of a stock socket, which are no frames of ours. */
	bytes: Uint8Array[];
	/** What the socket is subscribed to. */
	topics: Set<string>;
	/** Bytes that the other end has not read. */
	waiting: number;
	/** What the other end was told as it was closed. */
	code: number | undefined;
}

/** For tests: what its other end does and speaks, and whose it is. */
interface PeerOptions {
	reads?: boolean;
	stock?: boolean;
	role?: WorkspaceRole;
}

/** For tests: a peer whose other end is the test. */
export function makePeer(userId = 'anna', options: PeerOptions = {}): { peer: Peer; line: Line } {
	const { reads = true, stock = false, role = 'member' } = options;
	const line: Line = { frames: [], bytes: [], topics: new Set(), waiting: 0, code: undefined };
	const socket = {
		send: (frame: Uint8Array) => {
			line.bytes.push(frame);
			if (!stock) line.frames.push(decodeFrame(frame));
			if (!reads) line.waiting += frame.byteLength;
		},
		subscribe: (topic: string) => line.topics.add(topic) !== undefined,
		unsubscribe: (topic: string) => line.topics.delete(topic),
		isSubscribed: (topic: string) => line.topics.has(topic),
		getBufferedAmount: () => line.waiting,
		end: (code: number) => (line.code = code)
	} as unknown as Socket;
	const dialect: Dialect = { receive() {}, joined() {}, left() {}, rebased() {}, gone() {} };
	const limits = new AccountLimits(() => 0);
	const report = (error: unknown) => void Promise.reject(new Error('in the background', { cause: error }));
	const arrival = { sessionId: 's', userId, expiresAt: 1, document: undefined, address: '192.0.2.1' };
	const grants = new Grants(userId, [], role);
	return { peer: new Peer(socket, { admitted: true, ...arrival, grants }, dialect, { limits, report }), line };
}
