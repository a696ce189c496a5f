import { crc32 } from 'node:zlib';
import { Bytes, demand, type Picture } from './picture.ts';

export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** What a picture needs to be seen (PNG 3rd edition, §11). All else is text, times, profiles and what cameras note. */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/** The chunks of an animation, which would go on moving beside every message. */
const ANIMATION = new Set(['acTL', 'fcTL', 'fdAT']);

/** Looks through a PNG chunk by chunk. Throws BadPictureError. */
export function readPng(file: Uint8Array): Picture {
	const bytes = new Bytes(file);
	const parts = [bytes.take(PNG_SIGNATURE.length)];
	const names: string[] = [];
	let size = { width: 0, height: 0 };
	while (names.at(-1) !== 'IEND') {
		const start = bytes.at;
		const length = bytes.uint32();
		const name = bytes.name();
		const data = bytes.take(length);
		demand(crc32(file.subarray(start + 4, bytes.at)) === bytes.uint32(), 'a chunk is damaged');
		demand(!ANIMATION.has(name), 'it is animated');
		demand((name === 'IHDR') === (names.length === 0), 'its header is not where it belongs');
		demand(KEPT.has(name) || isAncillary(name), 'it has a chunk that nobody knows');
		names.push(name);
		if (name === 'IHDR') size = sizeOf(data);
		if (KEPT.has(name)) parts.push(file.subarray(start, bytes.at));
	}
	demand(bytes.left === 0, 'there is something after its end');
	demand(names.includes('IDAT'), 'it has no pixels');
	return { mediaType: 'image/png', ...size, bytes: Buffer.concat(parts) };
}

function sizeOf(header: Uint8Array): { width: number; height: number } {
	demand(header.byteLength === 13, 'its header is not one');
	const bytes = new Bytes(header);
	return { width: bytes.uint32(), height: bytes.uint32() };
}

/** A chunk without which the picture can be shown: the fifth bit of its first letter (§5.4). */
function isAncillary(name: string): boolean {
	return /^[a-z][A-Za-z]{3}$/.test(name);
}
