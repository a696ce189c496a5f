import { decodeFrame, type Frame } from '../../src/lib/protocol/frames.ts';
import { Grants } from '../access/access.ts';
import { AccountLimits } from '../access/account-limits.ts';
import { Peer, type Dialect, type Socket } from './peer.ts';

/** For tests: what became of a socket that is none. */
export interface Line {
	frames: Frame[];
	/** Bytes that the other end has not read. */
	waiting: number;
	/** What the other end was told as it was closed. */
	code: number | undefined;
}

/** For tests: a peer whose other end is the test. */
export function makePeer(userId = 'anna', { reads = true } = {}): { peer: Peer; line: Line } {
	const line: Line = { frames: [], waiting: 0, code: undefined };
	const socket = {
		send: (frame: Uint8Array) => {
			line.frames.push(decodeFrame(frame));
			if (!reads) line.waiting += frame.byteLength;
		},
		getBufferedAmount: () => line.waiting,
		end: (code: number) => (line.code = code)
	} as unknown as Socket;
	const dialect: Dialect = { receive() {}, joined() {}, left() {}, rebased() {}, gone() {} };
	const limits = new AccountLimits(() => 0);
	const report = (error: unknown) => void Promise.reject(new Error('in the background', { cause: error }));
	const arrival = { sessionId: 's', userId, expiresAt: 1, document: undefined, address: '192.0.2.1' };
	const grants = new Grants(userId, []);
	return { peer: new Peer(socket, { admitted: true, ...arrival, grants }, dialect, { limits, report }), line };
}
