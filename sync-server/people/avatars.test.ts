import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { AVATAR_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import { TooManyRequestsError } from '../access/throttle.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { AVATAR_MAX_PIXELS, Avatars } from './avatars.ts';
import { AVATARS_PER_ACCOUNT } from './people-limits.ts';
import {
	extended,
	jpeg,
	jpegSegment,
	lossless,
	lossy,
	png,
	pngChunk,
	SECRET,
	webp,
	webpChunk
} from './hand-made-pictures.ts';

const ADOBE = jpegSegment(0xee, Buffer.from('Adobe\0\x64\0\0\0\0\x01', 'latin1'));

function makeAvatars() {
	const clock = { now: 1_700_000_000_000 };
	const avatars = new Avatars(createMemoryStorage(), () => clock.now);
	return { avatars, clock };
}

/** The picture as it is kept. */
async function kept(bytes: Uint8Array): Promise<{ mediaType: string; data: Uint8Array }> {
	const { avatars } = makeAvatars();
	const id = await avatars.storeAvatar(bytes, 'anna');
	const found = await avatars.find(id);
	if (found === undefined) throw new Error('not kept');
	expect(id).toBe(createHash('sha256').update(found.data).digest('base64url'));
	return found;
}

it.each([
	['a PNG', png(), 'image/png'],
	['a baseline JPEG', jpeg(), 'image/jpeg'],
	['a progressive JPEG', jpeg({ frame: 0xc2 }), 'image/jpeg'],
	['a JPEG that says how its colours are meant', jpeg({ extra: [ADOBE] }), 'image/jpeg'],
	['a lossy WebP', webp(lossy()), 'image/webp'],
	['a lossless WebP', webp(lossless()), 'image/webp'],
	['a WebP with transparency', webp(extended(0x10), webpChunk('ALPH', Buffer.of(1, 2, 3)), lossy()), 'image/webp'],
	['a picture of the largest size', png({ size: AVATAR_MAX_PIXELS }), 'image/png']
])('keeps %s byte for byte, when there is nothing in it but a picture', async (_, bytes, mediaType) => {
	expect(await kept(bytes)).toEqual({ mediaType, data: new Uint8Array(bytes) });
});

const everyPngNote = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'iCCP', 'tIME', 'prVt'].map((name) => pngChunk(name));
const everyJpegNote = [0xe0, 0xe1, 0xe2, 0xed, 0xee, 0xef, 0xfe].map((marker) => jpegSegment(marker));
const everyWebpNote = ['ICCP', 'EXIF', 'XMP ', 'abcd'].map((name) => webpChunk(name));

it.each([
	['PNG', png({ extra: everyPngNote }), png()],
	['JPEG', jpeg({ extra: everyJpegNote }), jpeg()],
	['lossy WebP', webp(extended(0x2c), ...everyWebpNote, lossy()), webp(lossy())],
	['lossless WebP', webp(extended(0x1c), lossless(), ...everyWebpNote), webp(lossless())],
	[
		'transparent WebP',
		webp(extended(0x3c), ...everyWebpNote, webpChunk('ALPH', Buffer.of(1)), lossy()),
		webp(extended(0x10), webpChunk('ALPH', Buffer.of(1)), lossy())
	]
])('takes everything out of a %s that is not seen', async (_, noted, plain) => {
	expect(noted.includes(SECRET)).toBe(true);
	expect((await kept(noted)).data).toEqual(new Uint8Array(plain));
});

const damaged = png();
damaged.writeUInt8(damaged.readUInt8(damaged.length - 1) ^ 1, damaged.length - 1);

it.each<[string, Uint8Array]>([
	['nothing', new Uint8Array()],
	['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
	['a GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
	['an animated PNG', png({ extra: [pngChunk('acTL', Buffer.alloc(8))] })],
	['a PNG with a chunk that nobody knows and that matters', png({ extra: [pngChunk('ABCD')] })],
	['a PNG with two headers', png({ extra: [png().subarray(8, 33)] })],
	['a PNG with a damaged chunk', damaged],
	['a PNG that is cut off', png().subarray(0, -6)],
	['a PNG with a page after its end', Buffer.concat([png(), Buffer.from('<html>')])],
	['a PNG without pixels', Buffer.concat([png().subarray(0, 33), pngChunk('IEND', Buffer.alloc(0))])],
	['a PNG of no width', png({ size: 0 })],
	['a PNG that is too large', png({ size: AVATAR_MAX_PIXELS + 1 })],
	['a JPEG that is cut off', jpeg().subarray(0, -2)],
	['a JPEG that is cut off in a segment', jpeg().subarray(0, 30)],
	['a JPEG with a ZIP after its end', Buffer.concat([jpeg(), Buffer.from('PK\x03\x04')])],
	['a JPEG with two frames', jpeg({ extra: [jpegSegment(0xc0, Buffer.from([8, 0, 2, 0, 2, 1, 1, 17, 0]))] })],
	['a lossless JPEG, which no browser shows', jpeg({ frame: 0xc3 })],
	['a JPEG whose segment goes backwards', jpeg({ extra: [Buffer.from([0xff, 0xe1, 0, 0])] })],
	['a JPEG with something between its segments', jpeg({ extra: [Buffer.from('x')] })],
	['a JPEG that is too large', jpeg({ size: AVATAR_MAX_PIXELS + 1 })],
	['an animated WebP', webp(extended(0x02), webpChunk('ANIM', Buffer.alloc(6)), lossy())],
	['a WebP with frames', webp(webpChunk('ANMF', Buffer.alloc(16)), lossy())],
	['a WebP of two pictures', webp(lossy(), lossless())],
	['a WebP of the same picture twice', webp(lossy(), lossy())],
	['a WebP without a picture', webp(extended(0))],
	['a WebP whose canvas is another size', webp(extended(0, 4), lossy(2))],
	['a WebP that is cut off', webp(lossy()).subarray(0, -2)],
	['a WebP with something after its end', Buffer.concat([webp(lossy()), Buffer.alloc(2)])],
	['a WebP that is too large', webp(lossless(AVATAR_MAX_PIXELS + 1))],
	['another RIFF file', Buffer.from('RIFF\x04\0\0\0WAVE', 'latin1')]
])('refuses %s', async (_, bytes) => {
	const { avatars } = makeAvatars();
	const refused = { name: 'RefusedError', code: 'unsupported-media-type' };
	await expect(avatars.storeAvatar(bytes, 'anna')).rejects.toMatchObject(refused);
});

it('ends at every length that a picture can be cut off at', async () => {
	const { avatars } = makeAvatars();
	for (const whole of [png(), jpeg(), webp(lossy()), webp(extended(0), lossless())]) {
		for (let length = 0; length < whole.byteLength; length += 1) {
			await expect(avatars.storeAvatar(whole.subarray(0, length), 'anna')).rejects.toThrow('Not a picture');
		}
	}
});

it('refuses more bytes than a picture may have', async () => {
	const { avatars } = makeAvatars();
	const heavy = png({ extra: [pngChunk('tEXt', Buffer.alloc(AVATAR_MAX_BYTES))] });
	await expect(avatars.storeAvatar(heavy, 'anna')).rejects.toMatchObject({ code: 'body-too-large' });
});

it('refuses more pictures in an hour than anybody has', async () => {
	const { avatars } = makeAvatars();
	for (let n = 0; n < AVATARS_PER_ACCOUNT.points; n += 1) await avatars.storeAvatar(png(), 'anna');
	await expect(avatars.storeAvatar(png(), 'anna')).rejects.toBeInstanceOf(TooManyRequestsError);
	await avatars.storeAvatar(png(), 'boris');
});

it('forgets a picture that nobody has, a day after it came', async () => {
	const { avatars, clock } = makeAvatars();
	const id = await avatars.storeAvatar(png(), 'anna');
	await avatars.deleteUnused();
	expect(await avatars.find(id)).toBeDefined();
	clock.now += 25 * 60 * 60 * 1000;
	await avatars.deleteUnused();
	expect(await avatars.find(id)).toBeUndefined();
});

it('finds nothing under what is no id', async () => {
	expect(await makeAvatars().avatars.find('../secrets')).toBeUndefined();
});
