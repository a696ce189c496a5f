import * as Y from 'yjs';
import { messageSchema, timeSchema } from '../../src/lib/protocol/document-schemas.ts';
import { isId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../../src/lib/protocol/message.ts';
import type { Receipts } from './receipts.ts';
import { Refusal } from './verdict.ts';

/** Structs in a copy: a full segment, every message of it edited a few times. */
const COPY_MAX_STRUCTS = 10 * SEGMENT_MAX_ENTRIES;

/** A message that a restored server has lost, as a device has kept it. */
export interface Lost {
	id: string;
	/** When the server first received it, milliseconds since the Unix epoch. */
	at: number;
	message: Message;
	/** The server's proof, which stays true; none where the message was taken on its author's word. */
	proof: string | undefined;
}

/**
 * What a copy names as accepted, each with the server's own proof or by the giver: nobody else is believed. Throws a
 * {@link Refusal} for bytes that are no copy.
 */
export function lostMessages(
	bytes: Uint8Array,
	{ roomId, giver, receipts, now }: { roomId: string; giver: string; receipts: Receipts; now: number }
): Lost[] {
	const copy = open(bytes);
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
