import { createHash } from 'node:crypto';
import { AVATAR_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import type { PeopleStore } from '../storage/people-store.ts';
import { RefusedError } from '../storage/storage.ts';
import { JPEG_SIGNATURE, readJpeg } from './jpeg.ts';
import { AccountQuota, AVATARS_PER_ACCOUNT } from './people-limits.ts';
import { BadPictureError, demand, type Picture } from './picture.ts';
import { PNG_SIGNATURE, readPng } from './png.ts';
import { isWebp, readWebp } from './webp.ts';

/** The largest side of a picture of a person or a room, in pixels: twice what the browser makes of it. */
export const AVATAR_MAX_PIXELS = 512;

/** How long a picture that nobody has is kept, in milliseconds: between storing it and having it there is a moment. */
const UNUSED_KEPT_MS = 24 * 60 * 60 * 1000;

/** Ids are SHA-256 in base64url. */
const AVATAR_ID = /^[A-Za-z0-9_-]{43}$/;

/** Pictures of people and rooms, each under the hash of its bytes, so that one that is known never changes. */
export class Avatars {
	#store: PeopleStore;
	#now: () => number;
	#quota: AccountQuota;

	constructor(store: PeopleStore, now: () => number) {
		this.#store = store;
		this.#now = now;
		this.#quota = new AccountQuota(AVATARS_PER_ACCOUNT, now);
	}

	/**
	 * Keeps a picture, without anything in it that is not seen, and returns its id. Throws {@link RefusedError}
	 * `body-too-large`, or `unsupported-media-type` for what is no still PNG, JPEG or WebP of at most
	 * {@link AVATAR_MAX_PIXELS} a side; TooManyRequestsError; StorageUnavailableError.
	 */
	async storeAvatar(bytes: Uint8Array, by: string): Promise<string> {
		if (bytes.byteLength > AVATAR_MAX_BYTES) throw new RefusedError('body-too-large');
		const { mediaType, bytes: data } = readPicture(bytes);
		this.#quota.use(by);
		const id = createHash('sha256').update(data).digest('base64url');
		await this.#store.saveAvatar({ id, mediaType, data, createdBy: by, createdAt: this.#now() });
		return id;
	}

	/** Undefined for an id of none. */
	async find(id: string): Promise<{ mediaType: string; data: Uint8Array } | undefined> {
		return AVATAR_ID.test(id) ? this.#store.findAvatar(id) : undefined;
	}

	/** Forgets pictures that nobody has any more. */
	deleteUnused(): Promise<void> {
		return this.#store.deleteUnusedAvatars(this.#now() - UNUSED_KEPT_MS);
	}
}

/** By its bytes: what a file says of itself in its name or its type is whatever its sender likes. */
function readPicture(bytes: Uint8Array): Picture {
	try {
		const picture = read(bytes);
		const [longer, shorter] = [Math.max(picture.width, picture.height), Math.min(picture.width, picture.height)];
		demand(shorter > 0 && longer <= AVATAR_MAX_PIXELS, `it is larger than ${AVATAR_MAX_PIXELS} pixels a side`);
		return picture;
	} catch (error) {
		if (!(error instanceof BadPictureError)) throw error;
		throw new RefusedError('unsupported-media-type', `Not a picture that is taken here: ${error.message}.`);
	}
}

function read(bytes: Uint8Array): Picture {
	if (beginsWith(bytes, PNG_SIGNATURE)) return readPng(bytes);
	if (beginsWith(bytes, JPEG_SIGNATURE)) return readJpeg(bytes);
	demand(isWebp(bytes), 'it is none of PNG, JPEG and WebP');
	return readWebp(bytes);
}

function beginsWith(bytes: Uint8Array, signature: Uint8Array): boolean {
	return signature.every((byte, index) => bytes[index] === byte);
}
