/** The opcode of the frames that carry the protocol; pings and the closing frame say nothing a benchmark asks about. */
const BINARY = 2;

const LENGTH_16 = 126;
const LENGTH_64 = 127;

/** Finds the binary frames in a server's bytes (RFC 6455 §5.2; a server never masks), across reads. */
export class FrameReader {
	#rest: Buffer = Buffer.alloc(0);
	#onPayload: (payload: Buffer) => void;

	/** `onPayload` gets a view that is valid during the call only. */
	constructor(onPayload: (payload: Buffer) => void) {
		this.#onPayload = onPayload;
	}

	/** Takes the next bytes of the stream; keeps none of them. */
	push(chunk: Buffer): void {
		const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
		let at = 0;
		for (;;) {
			const end = frameEnd(bytes, at);
			if (end === undefined || end > bytes.length) break;
			if (((bytes[at] ?? 0) & 0x0f) === BINARY) this.#onPayload(bytes.subarray(payloadStart(bytes, at), end));
			at = end;
		}
		this.#rest = Buffer.from(bytes.subarray(at));
	}
}

function payloadStart(bytes: Buffer, at: number): number {
	const length = bytes[at + 1];
	return at + 2 + (length === LENGTH_16 ? 2 : length === LENGTH_64 ? 8 : 0);
}

/** Where the frame at `at` ends; undefined while not even its header is here. */
function frameEnd(bytes: Buffer, at: number): number | undefined {
	if (bytes.length < at + 2) return undefined;
	const start = payloadStart(bytes, at);
	if (bytes.length < start) return undefined;
	const length = bytes[at + 1] ?? 0;
	if (length === LENGTH_16) return start + bytes.readUInt16BE(at + 2);
	if (length === LENGTH_64) return start + Number(bytes.readBigUInt64BE(at + 2));
	return start + length;
}

/** A masked binary frame of a client. The mask is zero, which the RFC permits to be seen and costs no work. */
export function clientFrame(payload: Uint8Array): Buffer {
	const FIN_BINARY = 0x82;
	const MASKED = 0x80;
	const MASK = [0, 0, 0, 0];
	if (payload.length > 0xffff) throw new Error('the load sends small frames only');
	const length =
		payload.length < LENGTH_16
			? [MASKED | payload.length]
			: [MASKED | LENGTH_16, payload.length >> 8, payload.length & 0xff];
	return Buffer.concat([Buffer.from([FIN_BINARY, ...length, ...MASK]), payload]);
}
