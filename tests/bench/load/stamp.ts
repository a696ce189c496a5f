const TIME_DIGITS = 16;
const NUMBER_DIGITS = 7;

/** What a message of the load says about itself. */
export interface Stamp {
	/** When it was sent, as {@link nowUs} had it. */
	sentUs: number;
	/** The how-manieth message of its run it is, from 0. */
	number: number;
}

/** Microseconds of the machine's monotonic clock: the same in every process and thread, unlike `performance.now()`. */
export function nowUs(): number {
	const [seconds, nanoseconds] = process.hrtime();
	return seconds * 1_000_000 + Math.floor(nanoseconds / 1000);
}

/**
 * A stamp as text of fixed length, to be put into a message's body. Nothing else in a frame contains `sent@`: ids and
 * Yjs's own bytes never spell it. Read in swarm/messages.c.
 */
export function writeStamp({ sentUs, number }: Stamp): string {
	return `sent@${String(sentUs).padStart(TIME_DIGITS, '0')}${writeNumber(number)}`;
}

/** The end of a stamp, which no other message's has. */
export function writeNumber(number: number): string {
	return `#${String(number).padStart(NUMBER_DIGITS, '0')}`;
}
