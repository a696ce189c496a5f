/** Where the pictures of people and rooms are. A picture that changes gets another id, so an address never changes its own. */
export const AVATAR_PATH = '/api/v1/avatars/';

/** The cache in which the service worker keeps the pictures that this device has shown. */
export const AVATAR_CACHE = 'tidings-avatars';

/** The address of a picture. */
export function avatarUrl(id: string): string {
	return AVATAR_PATH + id;
}

/** Takes the pictures off this device: whoever signs in next may not be meant to see them. */
export async function forgetAvatars(): Promise<void> {
	if (typeof caches !== 'undefined') await caches.delete(AVATAR_CACHE);
}
