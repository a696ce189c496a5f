import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as Y from 'yjs';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/control.ts';
import { encodeFrame, encodeStockFrame, type DocumentFrame } from '../../src/lib/protocol/frames.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import { saying, words } from '../support/attack.ts';
import { RawSocket } from '../support/raw-socket.ts';
import { timelineOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';
import { Battlefield } from './battlefield.ts';
import { FUZZ } from './fuzz-length.ts';

/** Frames of one socket; each run opens a socket of its own. */
const FRAMES_PER_SOCKET = 30;

/** Anna says one thing after each run: well before her segment is full, everything moves to a new server. */
const RUNS_PER_FIELD = 500;

let field: Battlefield;
beforeAll(async () => {
	field = await Battlefield.prepare(20);
});
afterAll(() => field.room.server.dispose());

type Tampering =
	| { kind: 'flip'; at: number; bit: number }
	| { kind: 'cut'; at: number }
	| { kind: 'insert'; at: number; bytes: Uint8Array }
	| { kind: 'repeat' };

const tampering: fc.Arbitrary<Tampering> = fc.oneof(
	fc.record({ kind: fc.constant('flip'), at: fc.nat(), bit: fc.nat(7) }),
	fc.record({ kind: fc.constant('cut'), at: fc.nat() }),
	fc.record({ kind: fc.constant('insert'), at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }) }),
	fc.record({ kind: fc.constant('repeat') })
);

const sent = fc.record({
	kind: fc.nat(8),
	target: fc.constantFrom('segment', 'head', 'closed', 'next', 'unopened', 'personal'),
	tampering: fc.oneof(fc.constant<Tampering[]>([]), fc.array(tampering, { minLength: 1, maxLength: 2 })),
	hello: fc.boolean()
});
const run = fc.record({
	attacker: fc.nat(19),
	stock: fc.boolean(),
	frames: fc.array(sent, { minLength: 1, maxLength: FRAMES_PER_SOCKET, size: 'max' })
});

function tamper(bytes: Uint8Array, how: Tampering): Uint8Array {
	const at = 'at' in how ? how.at % Math.max(1, bytes.length) : 0;
	if (how.kind === 'flip') return bytes.map((byte, i) => (i === at ? byte ^ (1 << how.bit) : byte));
	if (how.kind === 'cut') return bytes.slice(0, at);
	if (how.kind === 'repeat') return Uint8Array.from([...bytes, ...bytes]);
	return Uint8Array.from([...bytes.slice(0, at), ...how.bytes, ...bytes.slice(at)]);
}

/** One frame of each kind, each with something in it. */
function frameOf(kind: number, me: string): DocumentFrame {
	const update = saying(new Y.Doc(), newId(), words(me));
	const frames: DocumentFrame[] = [
		{ kind: 'sync-step-1', stateVector: Uint8Array.of(1, 7, 1), generation: 0 },
		{ kind: 'sync-step-1', stateVector: Uint8Array.of(0) },
		{ kind: 'sync-step-2', update },
		{ kind: 'update', update },
		{ kind: 'update', update, step: { base: 1, version: 2 } },
		{ kind: 'heal', update },
		{ kind: 'awareness', payload: Uint8Array.of(1, 9, 1, 2, 123, 125) },
		{ kind: 'query-awareness' },
		{ kind: 'sync-part', part: update }
	];
	return frames[kind] ?? { kind: 'query-awareness' };
}

/** What others have said, as Anna's device holds it. */
function others(attackers: Set<string>): [string, Message][] {
	const doc = field.copies.get('segment') ?? new Y.Doc();
	return [...doc.getMap<Message>(SEGMENT_ROOTS.messages)].filter(([, { author }]) => !attackers.has(author));
}

it(
	'no sequence of tampered frames stops the server, moves what others said, or reaches them as a forgery (S6)',
	{ timeout: FUZZ.timeoutMs },
	async () => {
		let runs = 0;
		await fc.assert(
			fc.asyncProperty(run, async ({ attacker, stock, frames }) => {
				if (++runs % RUNS_PER_FIELD === 0) await moveOn();
				const attackers = new Set(field.attackers.map(({ person }) => person.account.id));
				const { person } = field.attackers[attacker] ?? {};
				if (person === undefined) throw new Error('nobody to attack');
				const before = others(attackers);
				const document = field.document('segment');
				const socket = await RawSocket.open(field.room.server.origin, person, stock ? document : undefined);
				if (!stock) socket.send(encodeFrame({ kind: 'client-hello', protocol: PROTOCOL_VERSION }));
				for (const one of frames) {
					const frame = frameOf(one.kind, person.account.id);
					const name = field.document(one.target, field.attackers[attacker]);
					const bytes = stock ? encodeStockFrame(frame) : encodeFrame({ document: name, ...frame });
					socket.send(one.tampering.reduce(tamper, bytes));
				}
				socket.close();
				await socket.closed();
				expect(field.room.server.running).toBe(true);
				expect(others(attackers)).toEqual(before);
				await field.annaGoesOn();
			}),
			{ seed: FUZZ.seed, numRuns: Math.ceil(FUZZ.frames / FRAMES_PER_SOCKET), verbose: true }
		);
		await isWell();
	}
);

async function moveOn(): Promise<void> {
	await isWell();
	await field.room.server.dispose();
	field = await Battlefield.prepare(20);
}

/** Nothing is doubled, and the server has noticed nothing that it did not expect. */
async function isWell(): Promise<void> {
	const doc = field.copies.get('segment') ?? new Y.Doc();
	const timeline = timelineOf(doc);
	expect(new Set(timeline).size).toBe(timeline.length);
	expect(doc.getMap<Message>(SEGMENT_ROOTS.messages).size).toBe(timeline.length);
	await until('the server is well', async () => (await fetch(`${field.room.server.origin}/healthz`)).ok);
	expect(field.room.server.log).not.toMatch(/unhandledRejection|uncaughtException/);
}
