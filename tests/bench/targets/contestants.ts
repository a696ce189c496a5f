import { RAW_UWS, SOCKET_IO } from './relays.ts';
import type { Contestant } from './target.ts';
import { TIDINGS } from './tidings.ts';
import { HOCUSPOCUS, HOCUSPOCUS_DURABLE, Y_WEBSOCKET } from './yjs-peers.ts';

export { HOCUSPOCUS, HOCUSPOCUS_DURABLE, RAW_UWS, TIDINGS, Y_WEBSOCKET };

/** In the order they take their turns and stand in the tables. */
const ALL: Contestant[] = [TIDINGS, RAW_UWS, SOCKET_IO, HOCUSPOCUS, HOCUSPOCUS_DURABLE, Y_WEBSOCKET];

/** BENCH_ONLY=tidings,raw leaves out the others: for work on one of them. */
const ONLY = process.env.BENCH_ONLY?.toLowerCase().split(',') ?? [''];

export const CONTESTANTS = ALL.filter(({ name }) => ONLY.some((part) => name.toLowerCase().includes(part)));

/** Those that keep what was said. */
export const KEEPERS = CONTESTANTS.filter((contestant) => contestant !== RAW_UWS && contestant !== SOCKET_IO);
