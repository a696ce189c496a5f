/** A picture that has been looked through, holding nothing but what makes it visible. */
export interface Picture {
	mediaType: 'image/png' | 'image/jpeg' | 'image/webp';
	/** In pixels. */
	width: number;
	height: number;
	bytes: Uint8Array;
}

/** The bytes are no still picture of a known format, whole and with nothing after it. */
export class BadPictureError extends Error {
	override name = 'BadPictureError';
}

/** Throws {@link BadPictureError} unless it is so. */
export function demand(holds: boolean, otherwise: string): asserts holds {
	if (!holds) throw new BadPictureError(otherwise);
}

/** Reads bytes from the front; whoever asks for more than there is has a file that was cut off. */
export class Bytes {
	at = 0;
	readonly #bytes: Uint8Array;
	readonly #view: DataView;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	}

	get left(): number {
		return this.#bytes.byteLength - this.at;
	}

	take(length: number): Uint8Array {
		// A length that goes backwards would have the same bytes read for ever.
		demand(length >= 0 && length <= this.left, 'it is cut off');
		this.at += length;
		return this.#bytes.subarray(this.at - length, this.at);
	}

	byte(): number {
		return this.#number(1, (at) => this.#view.getUint8(at));
	}

	uint16(): number {
		return this.#number(2, (at) => this.#view.getUint16(at));
	}

	uint32(): number {
		return this.#number(4, (at) => this.#view.getUint32(at));
	}

	uint32LittleEndian(): number {
		return this.#number(4, (at) => this.#view.getUint32(at, true));
	}

	/** Four characters that name what follows. */
	name(): string {
		return String.fromCharCode(...this.take(4));
	}

	#number(length: number, read: (at: number) => number): number {
		demand(length <= this.left, 'it is cut off');
		this.at += length;
		return read(this.at - length);
	}
}
