import { UPDATE_MAX_BYTES } from '../../src/lib/protocol/limits.ts';

/** Updates that become one commit, in bytes: what a commit sends to everyone stays a moment's reading. */
export const BATCH_MAX_BYTES = UPDATE_MAX_BYTES;

/** Updates that may wait for one document, in bytes. Beyond it the senders are asked to come back later. */
export const WAITING_MAX_BYTES = 16 * UPDATE_MAX_BYTES;

/** How long a document stays in memory after its last use, in ms: a pause in a conversation, not the end of it. */
export const LIVE_IDLE_MS = 60_000;

/**
 * What documents that nobody uses at the moment may weigh together in memory, in bytes as they are encoded; in memory it is
 * several times as much. Beyond it those not used for longest leave before their time: a room that is written in all day
 * closes a segment every minute, and each would stay for one.
 */
export const LIVE_IDLE_MAX_BYTES = 8 * 1024 * 1024;

/** How often idle documents are looked for, in ms. */
export const SWEEP_INTERVAL_MS = 10_000;

/** Updates since the last snapshot that are worth a new one when a document leaves memory. */
export const COMPACT_IDLE_UPDATES = 20;

/** Updates since the last snapshot at which one is made of a document in use: loading it stays a matter of milliseconds. */
export const COMPACT_LIVE_UPDATES = 500;
