import * as Y from 'yjs';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { isId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import {
	messageSchema,
	SEGMENT_ROOTS,
	segmentInfo,
	timeSchema,
	type Message,
	type TimelineEntry
} from '../../src/lib/protocol/message.ts';
import { VersionConflictError, type LoggedMessage, type Storage } from '../storage/storage.ts';
import type { Documents } from './documents.ts';
import type { Receipts } from './receipts.ts';
import { Refusal } from './verdict.ts';

export interface HealDeps {
	documents: Documents;
	store: Storage;
	receipts: Receipts;
	/** The server's clock, milliseconds since the Unix epoch. */
	now: () => number;
}

/** Structs in a copy: a full segment, every message of it edited a few times. */
const COPY_MAX_STRUCTS = 10 * SEGMENT_MAX_ENTRIES;

/** A message that a restored server has lost, as a device has kept it. */
interface Lost {
	id: string;
	/** When the server first received it, milliseconds since the Unix epoch. */
	at: number;
	message: Message;
	/** The server's proof, which stays true; none where the message was taken on its author's word. */
	proof: string | undefined;
}

/**
 * Takes back into a room what a device's copy of one of its segments holds and the store has lost (H5). Only words, never
 * structs: whatever else the copy holds stays outside, and what is taken back is written by the server. Nobody is believed:
 * a message needs the server's own proof, or to be the giver's own. Resolves with how many were taken back.
 * Throws a {@link Refusal} for bytes that are no copy, and what the store throws.
 */
export async function heal(deps: HealDeps, roomId: string, copy: Uint8Array, giver: string): Promise<number> {
	const candidates = lostMessages(open(copy), { roomId, giver, receipts: deps.receipts, now: deps.now() });
	const ids = candidates.map(({ id }) => id);
	for (;;) {
		const document = segmentName(roomId, await deps.store.currentSegment(roomId));
		const known = await deps.store.sequencesOf(roomId, ids);
		const lost = candidates.filter(({ id }) => !known.has(id));
		if (lost.length === 0) return 0;
		try {
			return await write(deps, { document, roomId, lost, giver });
		} catch (error) {
			// Others who heal the same, or a roll-over: look again at what is missing, and where it goes.
			if (!(error instanceof VersionConflictError)) throw error;
		}
	}
}

async function write(
	{ documents, store }: HealDeps,
	{ document, roomId, lost, giver }: { document: string; roomId: string; lost: Lost[]; giver: string }
): Promise<number> {
	let logged: LoggedMessage[] = [];
	const change = (doc: Y.Doc) => {
		logged = takeBack(doc, roomId, lost);
	};
	const audit = { actor: giver, action: 'messages-healed', subject: `${document}: ${lost.length}` } as const;
	await documents.write([{ document, change }], async ([commit]) => {
		if (commit === undefined) throw new Error('a write came without its commit');
		return store.appendCommit({ ...commit, messages: logged }, audit);
	});
	return logged.length;
}

/** Decoded lazily first, because applying allocates whatever lengths the bytes claim, and takes the longer the more there is. */
function open(copy: Uint8Array): Y.Doc {
	const doc = new Y.Doc();
	try {
		const { structs } = Y.decodeUpdate(copy);
		if (structs.length > COPY_MAX_STRUCTS) throw new Refusal('too-large', `${structs.length} structs`);
		Y.applyUpdate(doc, copy);
	} catch (cause) {
		if (cause instanceof Refusal) throw cause;
		throw new Refusal('malformed', `not a copy: ${String(cause)}`);
	}
	return doc;
}

function lostMessages(
	copy: Y.Doc,
	{ roomId, giver, receipts, now }: { roomId: string; giver: string; receipts: Receipts; now: number }
): Lost[] {
	const messages = copy.getMap(SEGMENT_ROOTS.messages);
	const entries = copy.getArray<Partial<TimelineEntry> | null>(SEGMENT_ROOTS.timeline).toArray();
	// A copy may name a message twice; the room's order does not (T2).
	const taken = new Set<string>();
	return entries.flatMap((entry) => {
		const { id, at, proof } = entry ?? {};
		if (typeof id !== 'string' || !isId(id) || !timeSchema.safeParse(at).success || at === undefined) return [];
		const parsed = messageSchema.safeParse(messages.get(id));
		if (!parsed.success) return [];
		const message = parsed.data;
		const proven = typeof proof === 'string' && receipts.verify({ roomId, id, at, message }, proof);
		if (taken.has(id) || (!proven && message.author !== giver)) return [];
		taken.add(id);
		// Without a proof the time is whatever the giver says; it may be long ago, but not still to come.
		return [proven ? { id, at, message, proof } : { id, at: Math.min(at, now), message, proof: undefined }];
	});
}

/**
 * Puts the messages at the end of the room's timeline, in the order they once had. Runs inside a transaction. Throws
 * VersionConflictError where that is not the end any more, or nothing is missing.
 */
function takeBack(doc: Y.Doc, roomId: string, lost: Lost[]): LoggedMessage[] {
	const messages = doc.getMap<Message>(SEGMENT_ROOTS.messages);
	const timeline = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline);
	// Its author's own device may have sent one of them while the store was asked.
	const missing = lost.filter(({ id }) => !messages.has(id));
	const { firstSeq, closed } = segmentInfo(doc);
	if (closed || missing.length === 0) throw new VersionConflictError('somebody has come first');
	const firstFree = firstSeq + timeline.length;
	for (const { id, message } of missing) messages.set(id, message);
	timeline.insert(
		timeline.length,
		missing.map(({ id, at, proof }) => (proof === undefined ? { id, at } : { id, at, proof }))
	);
	return missing.map(({ id, at, message }, index) => {
		const { author } = message;
		return { id, roomId, seq: firstFree + index, author, value: JSON.stringify(message), receivedAt: at };
	});
}
