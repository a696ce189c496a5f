import { AVATAR_CACHE } from './lib/api/avatars.ts';

/** Pictures kept on a device: everyone in a large workspace and as many rooms as somebody may be in. 48 kB each at most. */
const AVATARS_MAX = 800;

/**
 * A picture from this device, or from the server and then kept: an address never changes its picture. A stranger to the
 * picture gets the server's refusal, which is not kept.
 */
export async function avatar(request: Request): Promise<Response> {
	const cache = await caches.open(AVATAR_CACHE);
	const kept = await cache.match(request);
	if (kept !== undefined) return kept;
	const answer = await fetch(request);
	if (answer.status === 200) await keep(cache, request, answer.clone());
	return answer;
}

/** A full disk must not cost a picture that has come. */
async function keep(cache: Cache, request: Request, answer: Response): Promise<void> {
	try {
		await cache.put(request, answer);
		const kept = await cache.keys();
		for (const oldest of kept.slice(0, Math.max(0, kept.length - AVATARS_MAX))) await cache.delete(oldest);
	} catch {
		// Shown all the same.
	}
}
