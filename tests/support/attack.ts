import type * as Y from 'yjs';
import { encodeStateAsUpdate, encodeStateVector } from 'yjs';
import type { CloseCode } from '../../src/lib/protocol/close-codes.ts';
import type { Message } from '../../src/lib/protocol/message.ts';
import type { RejectCode } from '../../src/lib/protocol/reject-codes.ts';

/** Rooms in which the attacker may not write: archived, for announcements, muted in it, and as one who may only read. */
export const QUIET_ROOMS = ['archived', 'announcements', 'muted', 'read-only'] as const;
export type QuietRoom = (typeof QUIET_ROOMS)[number];

/**
 * Where an attack is aimed: the room's open segment, its head, the attacker's own personal document, the workspace document;
 * in a second room a segment that is closed and has been rebased, the one after it, and one that was never opened; and the
 * segment of a room in which they may not write.
 */
export type Target = 'segment' | 'head' | 'personal' | 'workspace' | 'closed' | 'next' | 'unopened' | QuietRoom;

/** What an attacker, who is a member, has to work with: everything that a member may see. */
export interface Scene {
	/** A copy of the target to write in, as every member has it. */
	doc: Y.Doc;
	/** The attacker's account. */
	me: string;
	/** The id of the attacker's own message in the target, or in the segment before it. */
	mine: string;
	/** The id of a message of the attacker's in the open segment that Anna has deleted, and the document from before that. */
	deleted: string;
	beforeDeletion: Y.Doc;
	annaId: string;
	/** The id of Anna's message there. */
	hers: string;
	/** The Yjs client ids under which Anna, the attacker and the server have written there. */
	annaClient: number;
	myClient: number;
	serverClient: number;
}

interface Attempt {
	/** What it does, as the end of "a member cannot …". */
	name: string;
	/** What it is aimed at; the open segment unless it says otherwise. */
	at?: Target;
}

/** An update that is refused with a code. */
export interface UpdateAttack extends Attempt {
	code: RejectCode;
	update: (scene: Scene) => Uint8Array;
}

/** A message that is none, for which the socket closes. The bytes are a frame without the document's name. */
export interface MessageAttack extends Attempt {
	closes: CloseCode;
	message: (scene: Scene) => Uint8Array;
}

/** One attack. Every file in `tests/attack/corpus` has one. */
export type Attack = UpdateAttack | MessageAttack;

/** The update by which `change` alters `doc`, written under `client` where that is given. */
export function forgedBy(doc: Y.Doc, change: (doc: Y.Doc) => void, client?: number): Uint8Array {
	const before = encodeStateVector(doc);
	if (client !== undefined) doc.clientID = client;
	doc.transact(() => change(doc));
	return encodeStateAsUpdate(doc, before);
}

/** The update by which a message is put under an id; under `client` where that is given. */
export function saying(doc: Y.Doc, id: string, value: unknown, client?: number): Uint8Array {
	return forgedBy(doc, () => doc.getMap('messages').set(id, value), client);
}

/** A message that would be fine, if it were its author's. */
export function words(author: string, body = 'words'): Message {
	return { author, body, createdAt: 1_700_000_000_000 };
}
