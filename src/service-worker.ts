/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { AVATAR_PATH } from './lib/api/avatars.ts';
import { avatar } from './service-worker-avatars.ts';

declare const self: ServiceWorkerGlobalScope;

/** Answered by the server alone. A page of the app in their place would look like a broken answer. */
const SERVER_PATHS = [/^\/api(\/|$)/, /^\/sync(\/|$)/, /^\/healthz$/];

// Entries of versions before this one go once this one is active; a new version's files sit beside the old ones until then.
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);

// The page that has just installed it needs it too: on its first visit, a menu opened without a network could not be loaded.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// Every address of the app is the same page, so a deep link opens without a network.
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { denylist: SERVER_PATHS }));

// Faces are there offline, like names.
registerRoute(
	({ url }) => url.origin === self.location.origin && url.pathname.startsWith(AVATAR_PATH),
	({ request }) => avatar(request)
);

// Sent by the page when the person chose "Reload" on "New version ready".
self.addEventListener('message', (event: ExtendableMessageEvent) => {
	const data: unknown = event.data;
	if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING') {
		void self.skipWaiting();
	}
});
