import { FRAME_MAX_BYTES } from '../../src/lib/protocol/limits.ts';

/** What a socket may have waiting to be sent, in bytes, before it is closed to resync: four of the largest frames. */
export const BACKPRESSURE_MAX_BYTES = 4 * FRAME_MAX_BYTES;

/**
 * What may wait in a socket, in bytes, before the next piece of a step 2 follows: enough to keep a fast line busy between
 * two turns, little enough that news of other documents need not wait long behind it.
 */
export const SYNC_WINDOW_BYTES = 256 * 1024;

/**
 * Seconds of silence after which a socket is taken for dead, so that nobody seems to be there who is not (P4: 30 s).
 * uWebSockets.js pings on its own well within it, so only a peer that is really gone is silent for that long.
 */
export const IDLE_TIMEOUT_S = 24;

/** How often ended sessions are looked for among the open sockets, in milliseconds: the "within a second" of I6. */
export const SESSION_SWEEP_MS = 500;

/**
 * How long before its end a session is looked up again, in milliseconds: by the time an update is held against the
 * socket's own idea of the end, an extension has been noticed.
 */
export const SESSION_LOOK_AHEAD_MS = 60_000;

/** Frames of one socket that wait for an answer at once; beyond it the peer is not waiting for acks and is closed. */
export const FRAMES_IN_FLIGHT_MAX = 5_000;

/** Documents that one socket may sync: 300 rooms with their heads, and a day's scrolling through old segments. */
export const DOCUMENTS_PER_SOCKET_MAX = 4_000;

/** Open sockets of one account: a device needs one, so this is a person with many, or a program that forgets to close. */
export const SOCKETS_PER_ACCOUNT_MAX = 50;

/** Open sockets from one address: a large team behind one NAT, each with two devices, with room for more. */
export const SOCKETS_PER_ADDRESS_MAX = 5_000;

/**
 * How long updates of a document are gathered, in milliseconds for each socket that is shown them, after the last ones went
 * out. Showing one frame to one socket takes a few microseconds of the server's time and as many of the kernel's.
 */
export const PACE_PER_SOCKET_MS = 0.02;

/** The longest that updates are gathered, in milliseconds: half of what people notice as a delay when they speak. */
export const PACE_MAX_MS = 10;

/** How often changes of presence are sent, in milliseconds: 500 people at once would otherwise keep a core busy with themselves. */
export const PRESENCE_INTERVAL_MS = 250;

/** How often changes of people's presence are sent, in milliseconds: a page that is loaded again is not seen to leave. */
export const PEOPLE_INTERVAL_MS = 1_000;

/** How often it is stored who is here, in milliseconds: a server that is killed knows no better when they were last seen. */
export const LAST_SEEN_INTERVAL_MS = 60_000;

/** How long an account that has used up its answers waits before it is looked at again, in milliseconds. */
export const SYNC_PAUSE_MS = 1_000;
