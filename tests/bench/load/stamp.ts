/** Nothing else in a frame contains it: ids and Yjs's own bytes never spell it. */
const MARK = Buffer.from('sent@');
const TIME_DIGITS = 16;
const NUMBER_DIGITS = 7;

/** Length of a stamp, in bytes. */
const STAMP_BYTES = MARK.length + TIME_DIGITS + 1 + NUMBER_DIGITS;

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

/** A stamp as text of fixed length, to be put into a message's body. */
export function writeStamp({ sentUs, number }: Stamp): string {
	return `sent@${String(sentUs).padStart(TIME_DIGITS, '0')}#${String(number).padStart(NUMBER_DIGITS, '0')}`;
}

/**
 * Calls `found` for every stamp in the bytes, without decoding them: a receiver that decoded every update would be
 * slower than the server, and a server may put any number of messages into one frame.
 */
export function readStamps(bytes: Buffer, found: (stamp: Stamp) => void): void {
	for (let at = bytes.indexOf(MARK); at !== -1; at = bytes.indexOf(MARK, at + STAMP_BYTES)) {
		const time = at + MARK.length;
		const number = time + TIME_DIGITS + 1;
		found({ sentUs: readDigits(bytes, time, TIME_DIGITS), number: readDigits(bytes, number, NUMBER_DIGITS) });
	}
}

function readDigits(bytes: Buffer, from: number, count: number): number {
	let value = 0;
	for (let i = from; i < from + count; i++) value = value * 10 + (bytes[i] ?? 0) - 48;
	return value;
}
