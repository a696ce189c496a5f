import { crc32, deflateSync } from 'node:zlib';

/** For tests: pictures put together by hand, so that anything may be put into them that does not belong there. */

/** What cameras and programs leave in pictures; no byte of it may be in what is kept. */
export const SECRET = 'GPS 50.4501 30.5234';

const TEXT = Buffer.from(SECRET, 'latin1');
const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** A PNG of one colour, with chunks after its header; `size` is of a side, in pixels. */
export function png({ size = 2, extra = [] as Buffer[] } = {}): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(size, 0);
	header.writeUInt32BE(size, 4);
	header.set([8, 0, 0, 0, 0], 8);
	const pixels = deflateSync(Buffer.alloc(size * (size + 1)));
	return Buffer.concat([
		PNG_SIGNATURE,
		pngChunk('IHDR', header),
		...extra,
		pngChunk('IDAT', pixels),
		pngChunk('IEND', Buffer.alloc(0))
	]);
}

export function pngChunk(name: string, data: Buffer = TEXT): Buffer {
	const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
	return Buffer.concat([uint32(data.byteLength), body, uint32(crc32(body))]);
}

/** The skeleton of a JPEG: what a reader of its segments sees. */
export function jpeg({ size = 2, extra = [] as Buffer[], frame = 0xc0 } = {}): Buffer {
	const dimensions = Buffer.from([8, size >> 8, size & 255, size >> 8, size & 255, 1, 1, 0x11, 0]);
	return Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		...extra,
		jpegSegment(0xdb, Buffer.alloc(65)),
		jpegSegment(frame, dimensions),
		jpegSegment(0xc4, Buffer.alloc(20)),
		jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
		// A stuffed byte and a restart, which end no scan.
		Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
		Buffer.from([0xff, 0xd9])
	]);
}

export function jpegSegment(marker: number, data: Buffer = TEXT): Buffer {
	const length = data.byteLength + 2;
	return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 255]), data]);
}

/** The skeleton of a WebP with these chunks. */
export function webp(...chunks: Buffer[]): Buffer {
	const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks]);
	return Buffer.concat([Buffer.from('RIFF', 'latin1'), uint32LittleEndian(body.byteLength), body]);
}

export function webpChunk(name: string, data: Buffer = TEXT): Buffer {
	const padding = Buffer.alloc(data.byteLength % 2);
	return Buffer.concat([Buffer.from(name, 'latin1'), uint32LittleEndian(data.byteLength), data, padding]);
}

/** A lossy frame's header with a byte of pixels. */
export function lossy(size = 2): Buffer {
	const header = Buffer.from('0000009d012a', 'hex');
	return webpChunk('VP8 ', Buffer.concat([header, Buffer.from([size & 255, size >> 8, size & 255, size >> 8, 7])]));
}

export function lossless(size = 2): Buffer {
	const bits = Buffer.alloc(4);
	bits.writeUInt32LE(((size - 1) | ((size - 1) << 14)) >>> 0);
	return webpChunk('VP8L', Buffer.concat([Buffer.of(0x2f), bits, Buffer.of(9)]));
}

export function extended(flags: number, size = 2): Buffer {
	const header = Buffer.alloc(10);
	header.writeUInt8(flags, 0);
	header.writeUIntLE(size - 1, 4, 3);
	header.writeUIntLE(size - 1, 7, 3);
	return webpChunk('VP8X', header);
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

function uint32LittleEndian(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
