import { setImmediate as turn } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { encodeFrame } from '../../src/lib/protocol/frames.ts';
import { turnsUntil } from '../room/test-support.ts';
import { AnswerQueue, type Question } from './answer-queue.ts';
import { SYNC_PAUSE_MS, SYNC_WINDOW_BYTES } from './socket-limits.ts';
import { makePeer } from './test-peer.ts';

const PIECE_BYTES = 64 * 1024;
const PIECES = 12;

const ask = (document: string, mark = 0): Question => {
	return { document, stateVector: Uint8Array.of(mark), generation: undefined };
};

const piece = (document: string, mark = 0, bytes = PIECE_BYTES) =>
	encodeFrame({ kind: 'sync-part', document, part: new Uint8Array(bytes).fill(mark) });

async function* pieces({ document, stateVector }: Question): AsyncGenerator<Uint8Array> {
	for (let i = 0; i < PIECES; i++) yield piece(document, stateVector[0]);
}

async function idle(): Promise<void> {
	for (let turns = 0; turns < 20; turns++) await turn();
}

it('gives a peer that does not read no more than the window, and goes on as it reads (I9)', async () => {
	const { peer, line } = makePeer('anna', { reads: false });
	new AnswerQueue(peer, pieces, () => true).ask(ask('d'));
	await idle();
	expect(line.waiting).toBeGreaterThan(SYNC_WINDOW_BYTES);
	expect(line.waiting).toBeLessThan(SYNC_WINDOW_BYTES + 2 * PIECE_BYTES);
	const before = line.frames.length;
	line.waiting = 0;
	peer.drain();
	await idle();
	expect(line.frames.length).toBeGreaterThan(before);
	expect(line.frames.length).toBeLessThan(PIECES);
});

it('leaves room for other news between the pieces of an answer (W6)', async () => {
	const { peer, line } = makePeer('anna', { reads: false });
	new AnswerQueue(peer, pieces, () => true).ask(ask('d'));
	await idle();
	peer.send(encodeFrame({ kind: 'heartbeat' }));
	for (let reading = 0; reading < PIECES; reading++) {
		line.waiting = 0;
		peer.drain();
		await idle();
	}
	const kinds = line.frames.map(({ kind }) => kind);
	expect(kinds.indexOf('heartbeat')).toBeLessThan(kinds.lastIndexOf('sync-part'));
	expect(kinds.filter((kind) => kind === 'sync-part')).toHaveLength(PIECES);
});

it('answers one question after the other, each whole', async () => {
	const { peer, line } = makePeer();
	const queue = new AnswerQueue(peer, pieces, () => true);
	['a', 'b', 'c'].forEach((document) => queue.ask(ask(document)));
	await turnsUntil('all is answered', () => line.frames.length === 3 * PIECES);
	const documents = line.frames.map((frame) => ('document' in frame ? frame.document : ''));
	expect(documents).toEqual(['a', 'b', 'c'].flatMap((document) => new Array<string>(PIECES).fill(document)));
});

it('lets a second step 1 overtake the first, which is answered no further', async () => {
	const { peer, line } = makePeer('anna', { reads: false });
	const queue = new AnswerQueue(peer, pieces, () => true);
	queue.ask(ask('d', 1));
	await idle();
	const begun = line.frames.length;
	queue.ask(ask('d', 2));
	for (let reading = 0; reading < PIECES; reading++) {
		line.waiting = 0;
		peer.drain();
		await idle();
	}
	const marks = line.frames.map((frame) => (frame.kind === 'sync-part' ? frame.part[0] : undefined));
	expect(marks).toEqual([...new Array<number>(begun).fill(1), ...new Array<number>(PIECES).fill(2)]);
});

it('says no more of a document that is cancelled, waiting or half said, and goes on with the others', async () => {
	const { peer, line } = makePeer('anna', { reads: false });
	const queue = new AnswerQueue(peer, pieces, () => true);
	['half said', 'waiting', 'other'].forEach((document) => queue.ask(ask(document)));
	await idle();
	const begun = line.frames.length;
	queue.cancel('half said');
	queue.cancel('waiting');
	for (let reading = 0; reading < PIECES; reading++) {
		line.waiting = 0;
		peer.drain();
		await idle();
	}
	const documents = line.frames.slice(begun).map((frame) => ('document' in frame ? frame.document : ''));
	expect(documents).toEqual(new Array<string>(PIECES).fill('other'));
});

it('reads nothing more for a socket that has closed', async () => {
	const { peer } = makePeer('anna', { reads: false });
	let read = 0;
	async function* counted(question: Question): AsyncGenerator<Uint8Array> {
		for await (const frame of pieces(question)) {
			read++;
			yield frame;
		}
	}
	new AnswerQueue(peer, counted, () => true).ask(ask('d'));
	await idle();
	const before = read;
	peer.close(4501);
	await idle();
	expect(read).toBeLessThanOrEqual(before + 1);
});

it('waits while the account has used up its answers (S7)', async () => {
	const { peer, line } = makePeer();
	let allowed = false;
	new AnswerQueue(peer, pieces, () => allowed).ask(ask('d'));
	await idle();
	expect(line.frames).toHaveLength(0);
	allowed = true;
	await vi.waitUntil(() => line.frames.length === PIECES, { timeout: 10 * SYNC_PAUSE_MS });
});
