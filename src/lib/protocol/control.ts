import * as z from 'zod/mini';

/**
 * Version of everything in this folder. `version.test.ts` holds a hash of the schemas and fails until the two move
 * together, so that a changed wire can never ship under an old number.
 */
export const PROTOCOL_VERSION = 2;

/** C1: the first frame of a client. */
export const clientHelloSchema = z.object({
	protocol: z.int(),
	/** The newest point of the server's history that this device has seen; absent on a device that has seen none (H1). */
	history: z.optional(z.object({ id: z.string(), version: z.int().check(z.minimum(0)) }))
});
export type ClientHello = z.infer<typeof clientHelloSchema>;

/** C2: the server's answer. `now` is its clock, milliseconds since the Unix epoch. */
export const serverHelloSchema = z.object({
	protocol: z.int(),
	userId: z.string(),
	now: z.number(),
	/** The history that versions of this connection belong to. */
	history: z.string(),
	/** The server has not lived through the client's point: it was restored from an older backup (H2). */
	lost: z.boolean(),
	/** Whether the server takes back what was lost (H4). */
	healing: z.boolean()
});
export type ServerHello = z.infer<typeof serverHelloSchema>;

/** C3: documents the account may read, each with the number of its newest commit and its generation. */
export const headsSchema = z.object({
	documents: z.array(
		z.object({
			name: z.string(),
			version: z.int().check(z.minimum(0)),
			generation: z.int().check(z.minimum(0))
		})
	),
	/** True when the list is everything the account may read; false when it only adds to what was said before. */
	complete: z.boolean()
});
export type Heads = z.infer<typeof headsSchema>;

/** C4: refusal of the sender's `ordinal`-th update on this document since its last sync step 1. */
export const rejectSchema = z.object({ ordinal: z.int().check(z.minimum(1)), code: z.string() });
export type Reject = z.infer<typeof rejectSchema>;

/**
 * C6: the server will not go on with this copy of a document, and why.
 * - `no-document`: it is not for this account (any longer).
 * - `renew`: the copy is of an earlier generation, or what it held has been taken back: replace it by a new one.
 * - `ahead`: it holds what a restored server has lost, and the server is not healing: keep it.
 * - `unavailable`: the server cannot read it; the other documents go on.
 */
export const closedSchema = z.object({ reason: z.enum(['no-document', 'renew', 'ahead', 'unavailable']) });
export type Closed = z.infer<typeof closedSchema>;
