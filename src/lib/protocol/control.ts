import { flag, integer, list, number, object, oneOf, optional, text, type Read } from './shape.ts';

/**
 * Version of everything in this folder. `version.test.ts` holds a hash of the schemas and fails until the two move
 * together, so that a changed wire can never ship under an old number.
 */
export const PROTOCOL_VERSION = 4;

/** C1: the first frame of a client. */
export const clientHelloSchema = object({
	protocol: integer(),
	/** The newest point of the server's history that this device has seen; absent on a device that has seen none (H1). */
	history: optional(object({ id: text, version: integer(0) }))
});
export type ClientHello = Read<typeof clientHelloSchema>;

/** C2: the server's answer. `now` is its clock, milliseconds since the Unix epoch. */
export const serverHelloSchema = object({
	protocol: integer(),
	userId: text,
	now: number,
	/** The history that versions of this connection belong to. */
	history: text,
	/** The server has not lived through the client's point: it was restored from an older backup (H2). */
	lost: flag,
	/** Whether the server takes back what was lost (H4). */
	healing: flag
});
export type ServerHello = Read<typeof serverHelloSchema>;

/** C3: documents the account may read, each with the number of its newest commit and its generation. */
export const headsSchema = object({
	documents: list(
		object({
			name: text,
			version: integer(0),
			generation: integer(0)
		})
	),
	/** True when the list is everything the account may read; false when it only adds to what was said before. */
	complete: flag
});
export type Heads = Read<typeof headsSchema>;

/** What the others see of a person, over all their devices. */
export const PRESENCE_STATES = ['online', 'away', 'busy', 'offline'] as const;

/**
 * P6: people whose presence has changed; where `complete` is set, everyone who is not offline, and of the others those of whom
 * it is known when they were last here.
 */
export const peopleSchema = object({
	people: list(
		object({
			userId: text,
			state: oneOf(PRESENCE_STATES),
			/** Only of someone offline: when they were last here by the server's clock, milliseconds since the Unix epoch. */
			lastSeenAt: optional(number)
		})
	),
	complete: flag
});
export type People = Read<typeof peopleSchema>;

/** P5: whether the person at this device is doing anything; a device that has said nothing counts as one that is. */
export const activitySchema = object({ idle: flag });
export type Activity = Read<typeof activitySchema>;

/** C4: refusal of the sender's `ordinal`-th update on this document since its last sync step 1. */
export const rejectSchema = object({ ordinal: integer(1), code: text });
export type Reject = Read<typeof rejectSchema>;

/**
 * C6: the server will not go on with this copy of a document, and why.
 * - `no-document`: it is not for this account (any longer).
 * - `renew`: the copy is of an earlier generation, or what it held has been taken back: replace it by a new one.
 * - `ahead`: it holds what a restored server has lost, and the server is not healing: keep it.
 * - `unavailable`: the server cannot read it; the other documents go on.
 */
export const closedSchema = object({ reason: oneOf(['no-document', 'renew', 'ahead', 'unavailable']) });
export type Closed = Read<typeof closedSchema>;
