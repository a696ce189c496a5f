import adapter from '@sveltejs/adapter-static';
import { createHash } from 'node:crypto';
import { sourceHash } from './scripts/lib/source-hash.mjs';

/**
 * The one style attribute that is not ours: SvelteKit's route announcer (kit's `write_root.js`). Naming it by hash
 * keeps every other inline style forbidden. When an upgrade of kit changes it, the end-to-end tests report the
 * violation.
 */
const ANNOUNCER_STYLE =
	'position: absolute; left: 0; top: 0; clip: rect(0 0 0 0); clip-path: inset(50%); overflow: hidden; ' +
	'white-space: nowrap; width: 1px; height: 1px';

/** @type {import('@sveltejs/kit').Config} */
const config = {
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ pages: 'build/web', assets: 'build/web', fallback: 'index.html' }),
		// src/service-worker.ts is built by vite-plugin-pwa and registered by the app, which offers the reload.
		serviceWorker: { register: false },
		// Part of the page's precache revision: without a change here, installed apps would keep a stale page.
		version: { name: sourceHash() },
		csp: {
			mode: 'hash',
			// `frame-ancestors` has no effect in a <meta> policy; the server sends it as a header.
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self'],
				'style-src-attr': ['unsafe-hashes', sha256(ANNOUNCER_STYLE)],
				'img-src': ['self', 'blob:', 'data:'],
				// Covers the socket too: CSP 3 lets 'self' match ws(s) on the same host and port (Chromium 70,
				// Firefox 64, Safari 15.4). A bare `wss:` would let a stray script talk to any host.
				'connect-src': ['self'],
				'worker-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self']
			}
		}
	}
};

export default config;

/** @param {string} text @returns {`sha256-${string}`} */
function sha256(text) {
	return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
