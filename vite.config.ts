import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { firstScreenGroup } from './scripts/lib/first-screen-group.mjs';
import { PARAGLIDE_OPTIONS } from './scripts/lib/paraglide.mjs';

/** Where scripts/dev.mjs runs the server. */
const SERVER = 'http://localhost:3000';

const firstScreen = firstScreenGroup();

export default defineConfig({
	plugins: [
		firstScreen.plugin,
		paraglideVitePlugin({ ...PARAGLIDE_OPTIONS, strategy: [...PARAGLIDE_OPTIONS.strategy] }),
		sveltekit(),
		SvelteKitPWA({
			strategies: 'injectManifest',
			srcDir: 'src',
			filename: 'service-worker.ts',
			// A waiting version takes over when the person says so, never under a half-written message.
			registerType: 'prompt',
			injectRegister: false,
			kit: { spa: true, adapterFallback: 'index.html' },
			injectManifest: {
				globPatterns: ['client/**/*.{js,css,html,svg,png,woff2,webmanifest}'],
				// Set, if to nothing, so that the plugin adds no pattern for prerendered pages: there are none.
				modifyURLPrefix: {}
			},
			manifest: {
				id: '/',
				name: 'Tidings',
				short_name: 'Tidings',
				description: 'Team chat that keeps working when the network doesn’t.',
				start_url: '/',
				scope: '/',
				display: 'standalone',
				theme_color: '#f5f3ed',
				background_color: '#f5f3ed',
				categories: ['productivity', 'social'],
				icons: [
					{ src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
					{ src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
					{ src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
					{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }
				]
			}
		})
	],
	// Yjs prints a warning or two. To colour them in a browser, lib0 brings a DOM and a schema library into the first screen;
	// what it has for Node, which is what resolves here, brings neither.
	resolve: { alias: { 'lib0/logging': fileURLToPath(import.meta.resolve('lib0/logging')) } },
	build: {
		rolldownOptions: {
			checks: { bundlerTimings: false },
			output: {
				codeSplitting: {
					// An icon in a file of its own is mostly the file, and a room shows a score of them.
					groups: [firstScreen.group, { name: 'icons', test: /\/@lucide\/svelte\/dist\/icons\//, minShareCount: 2 }]
				}
			}
		}
	},
	server: {
		proxy: {
			'/api': SERVER,
			'/healthz': SERVER,
			'/sync': { target: SERVER, ws: true }
		}
	}
});
