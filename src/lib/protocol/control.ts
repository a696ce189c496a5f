import * as z from 'zod/mini';

/**
 * Version of everything in this folder. `version.test.ts` holds a hash of the schemas and fails until the two move
 * together, so that a changed wire can never ship under an old number.
 */
export const PROTOCOL_VERSION = 1;

/** C1: the first frame of a client. */
export const clientHelloSchema = z.object({ protocol: z.int() });
export type ClientHello = z.infer<typeof clientHelloSchema>;

/** C2: the server's answer. `now` is its clock, milliseconds since the Unix epoch. */
export const serverHelloSchema = z.object({ protocol: z.int(), userId: z.string(), now: z.number() });
export type ServerHello = z.infer<typeof serverHelloSchema>;

/** C3: one document the account may read, and its version: the number of commits it has seen. */
export const headsSchema = z.object({
	documents: z.array(z.object({ name: z.string(), version: z.int().check(z.minimum(0)) })),
	/** True when the list is everything the account may read; false when it only adds to what was said before. */
	complete: z.boolean()
});
export type Heads = z.infer<typeof headsSchema>;

/** C4: refusal of the sender's `ordinal`-th update on this document since its last sync step 1. */
export const rejectSchema = z.object({ ordinal: z.int().check(z.minimum(1)), code: z.string() });
export type Reject = z.infer<typeof rejectSchema>;

/** C6: the document is not for this account (any longer). */
export const closedSchema = z.object({ reason: z.literal('no-document') });
export type Closed = z.infer<typeof closedSchema>;
