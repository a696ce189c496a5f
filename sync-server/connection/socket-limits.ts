import { FRAME_MAX_BYTES } from '../../src/lib/protocol/limits.ts';

/** What a socket may have waiting to be sent, in bytes, before it is closed to resync: four of the largest frames. */
export const BACKPRESSURE_MAX_BYTES = 4 * FRAME_MAX_BYTES;

/**
 * Seconds of silence after which a socket is taken for dead. uWebSockets.js pings on its own well within it, so only a
 * peer that is really gone is silent for that long.
 */
export const IDLE_TIMEOUT_S = 30;

/** How often ended sessions are looked for among the open sockets, in milliseconds: the "within a second" of I6. */
export const SESSION_SWEEP_MS = 500;

/**
 * How long before its end a session is looked up again, in milliseconds: by the time an update is held against the
 * socket's own idea of the end, an extension has been noticed.
 */
export const SESSION_LOOK_AHEAD_MS = 60_000;

/** Refused updates per socket and minute. An honest client has next to none; each may cost a document's rebuild. */
export const REFUSALS_PER_MINUTE_MAX = 30;

/** Frames of one socket that wait for an answer at once; beyond it the peer is not waiting for acks and is closed. */
export const FRAMES_IN_FLIGHT_MAX = 5_000;
