import type { Context } from 'hono';
import { ProblemError } from './problem.ts';

const PICTURE_TYPE = /^image\/(webp|png|jpeg)$/i;

/** The request's body, which calls itself a picture; whether it is one, its bytes must show. Throws {@link ProblemError}. */
export async function readPicture(c: Context): Promise<Uint8Array> {
	const bytes = new Uint8Array(await c.req.raw.arrayBuffer());
	if (PICTURE_TYPE.test(c.req.header('content-type') ?? '')) return bytes;
	throw new ProblemError('unsupported-media-type', { detail: 'The body must be image/webp, image/png or image/jpeg.' });
}
