import { Bytes, demand, type Picture } from './picture.ts';

/** Bits of the extended header's flags (RFC 9649 §2.7). */
const HAS_ALPHA = 0x10;
const IS_ANIMATED = 0x02;

/** Whether the bytes begin as a WebP file does. */
export function isWebp(file: Uint8Array): boolean {
	const text = Buffer.from(file.subarray(0, 12)).toString('latin1');
	return text.startsWith('RIFF') && text.endsWith('WEBP');
}

/** Looks through a WebP chunk by chunk, and makes a new one of what is seen. Throws BadPictureError. */
export function readWebp(file: Uint8Array): Picture {
	const bytes = new Bytes(file);
	bytes.take(4);
	demand(bytes.uint32LittleEndian() === file.byteLength - 8, 'it is cut off, or there is something after its end');
	bytes.take(4);
	const chunks = new Map<string, Uint8Array>();
	while (bytes.left > 0) {
		const name = bytes.name();
		const length = bytes.uint32LittleEndian();
		const data = bytes.take(length);
		if (length % 2 === 1) bytes.take(1);
		demand(name !== 'ANIM' && name !== 'ANMF', 'it is animated');
		demand(!chunks.has(name), 'it has a chunk twice');
		chunks.set(name, data);
	}
	return pictureOf(chunks);
}

function pictureOf(chunks: Map<string, Uint8Array>): Picture {
	const [lossy, lossless, extended] = [chunks.get('VP8 '), chunks.get('VP8L'), chunks.get('VP8X')];
	demand((lossy === undefined) !== (lossless === undefined), 'it has not one picture');
	const size = lossy === undefined ? losslessSize(lossless as Uint8Array) : lossySize(lossy);
	if (extended !== undefined) checkExtended(extended, size);
	const alpha = extended === undefined ? undefined : chunks.get('ALPH');
	const pixels: [string, Uint8Array] = lossy === undefined ? ['VP8L', lossless as Uint8Array] : ['VP8 ', lossy];
	// Only a lossy picture keeps its transparency in a chunk of its own.
	const kept: [string, Uint8Array][] =
		lossy === undefined || alpha === undefined ? [pixels] : [['VP8X', extendedHeader(size)], ['ALPH', alpha], pixels];
	return { mediaType: 'image/webp', ...size, bytes: encode(kept) };
}

function checkExtended(header: Uint8Array, size: { width: number; height: number }): void {
	const bytes = new Bytes(header);
	const flags = bytes.byte();
	demand((flags & IS_ANIMATED) === 0, 'it is animated');
	bytes.take(3);
	const [width, height] = [uint24(bytes) + 1, uint24(bytes) + 1];
	demand(width === size.width && height === size.height, 'its canvas is not its picture');
}

/** RFC 6386 §9.1: three bytes of the frame, a start code, then 14 bits each. */
function lossySize(data: Uint8Array): { width: number; height: number } {
	const bytes = new Bytes(data);
	const isKeyFrame = (bytes.byte() & 1) === 0;
	bytes.take(2);
	demand(isKeyFrame && Buffer.from(bytes.take(3)).toString('hex') === '9d012a', 'its picture is not one');
	const [low, high, lowHeight, highHeight] = [bytes.byte(), bytes.byte(), bytes.byte(), bytes.byte()];
	return { width: ((high << 8) | low) & 0x3fff, height: ((highHeight << 8) | lowHeight) & 0x3fff };
}

/** RFC 9649 §3.4: a signature, then 14 bits each, less one. */
function losslessSize(data: Uint8Array): { width: number; height: number } {
	const bytes = new Bytes(data);
	demand(bytes.byte() === 0x2f, 'its picture is not one');
	const bits = bytes.uint32LittleEndian();
	return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function uint24(bytes: Bytes): number {
	return bytes.byte() | (bytes.byte() << 8) | (bytes.byte() << 16);
}

function extendedHeader({ width, height }: { width: number; height: number }): Uint8Array {
	const header = Buffer.alloc(10);
	header.writeUInt8(HAS_ALPHA, 0);
	header.writeUIntLE(width - 1, 4, 3);
	header.writeUIntLE(height - 1, 7, 3);
	return header;
}

function encode(chunks: [name: string, data: Uint8Array][]): Uint8Array {
	const body = Buffer.concat(chunks.flatMap(([name, data]) => [chunkHeader(name, data), data, padding(data)]));
	const riff = Buffer.alloc(12, 'RIFF....WEBP', 'latin1');
	riff.writeUInt32LE(body.byteLength + 4, 4);
	return Buffer.concat([riff, body]);
}

function chunkHeader(name: string, data: Uint8Array): Uint8Array {
	const header = Buffer.alloc(8, name, 'latin1');
	header.writeUInt32LE(data.byteLength, 4);
	return header;
}

/** Chunks begin at even offsets. */
function padding(data: Uint8Array): Uint8Array {
	return new Uint8Array(data.byteLength % 2);
}
