import { Bytes, demand, type Picture } from './picture.ts';

export const JPEG_SIGNATURE = Uint8Array.of(0xff, 0xd8, 0xff);

/** Markers (ITU-T T.81, table B.1). */
const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
/** Frames that browsers show: baseline, extended, progressive. */
const FRAMES = new Set([0xc0, 0xc1, 0xc2]);
/** Tables without which a frame cannot be decoded: Huffman, quantization, restart interval. */
const TABLES = new Set([0xc4, 0xdb, 0xdd]);
/** Application segments and comments: EXIF, XMP, ICC, thumbnails, text. */
const APP_FIRST = 0xe0;
const APP_LAST = 0xef;
const COMMENT = 0xfe;
/** The one application segment that decides about colours. */
const ADOBE = 0xee;

/** Looks through a JPEG marker by marker. Throws BadPictureError. */
export function readJpeg(file: Uint8Array): Picture {
	const bytes = new Bytes(file);
	const parts: Uint8Array[] = [bytes.take(2)];
	demand(parts[0]?.[0] === 0xff && parts[0][1] === SOI, 'it does not begin as a JPEG');
	let size: { width: number; height: number } | undefined;
	let scans = 0;
	for (let marker = nextMarker(bytes); marker !== EOI; marker = nextMarker(bytes)) {
		const start = bytes.at - 2;
		const segment = bytes.take(bytes.uint16() - 2);
		if (isMetadata(marker, segment)) continue;
		const isKnown = marker === SOS || marker === ADOBE || FRAMES.has(marker) || TABLES.has(marker);
		demand(isKnown, 'it has a segment that browsers do not show');
		if (FRAMES.has(marker)) {
			demand(size === undefined, 'it has two frames');
			size = sizeOf(segment);
		}
		if (marker === SOS) {
			skipScan(bytes, file);
			scans += 1;
		}
		parts.push(file.subarray(start, bytes.at));
	}
	demand(bytes.left === 0, 'there is something after its end');
	demand(size !== undefined && scans > 0, 'it has no pixels');
	return { mediaType: 'image/jpeg', ...size, bytes: Buffer.concat([...parts, Uint8Array.of(0xff, EOI)]) };
}

/** The marker that comes now. Any number of fill bytes may stand before one (B.1.1.2). */
function nextMarker(bytes: Bytes): number {
	demand(bytes.byte() === 0xff, 'there is something between its segments');
	let marker = bytes.byte();
	while (marker === 0xff) marker = bytes.byte();
	return marker;
}

/** Adobe's segment is kept where it is nothing but itself: without it, pictures in RGB or CMYK turn green. */
function isMetadata(marker: number, segment: Uint8Array): boolean {
	if (marker === COMMENT) return true;
	if (marker < APP_FIRST || marker > APP_LAST) return false;
	return marker !== ADOBE || segment.byteLength !== 12 || Buffer.from(segment.subarray(0, 5)).toString() !== 'Adobe';
}

function sizeOf(frame: Uint8Array): { width: number; height: number } {
	const bytes = new Bytes(frame);
	bytes.byte();
	const height = bytes.uint16();
	return { height, width: bytes.uint16() };
}

/** Coded data goes on until a marker that is neither a stuffed byte nor a restart (B.1.1.5). */
function skipScan(bytes: Bytes, file: Uint8Array): void {
	for (let at = bytes.at; at + 1 < file.byteLength; at += 1) {
		const next = file[at + 1] ?? 0;
		if (file[at] !== 0xff || next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)) continue;
		bytes.at = at;
		return;
	}
	demand(false, 'it is cut off');
}
