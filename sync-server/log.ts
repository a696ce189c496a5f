import { pino, type Logger } from 'pino';
import type { LogLevel } from './config.ts';

/** Standard error: standard output is for people, and says one line. */
const STDERR = 2;

/**
 * Structured logs, one JSON object per line. Nothing people write goes in, no cookies, no request bodies. Written at
 * once, so that the last line before a crash is there.
 */
export function createLog(level: LogLevel): Logger {
	return pino({ level, base: null }, pino.destination({ dest: STDERR, sync: true }));
}
