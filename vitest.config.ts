import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const IN_BROWSER = ['browser', 'module', 'development'];

export default defineConfig({
	test: {
		// One core less than there are would be half of a small machine; most of these tests wait for something else.
		maxWorkers: '100%',
		projects: [
			{
				// Runes in *.svelte.ts are compiled as for the browser: what Node would get otherwise is the Svelte that
				// renders once and never reacts.
				plugins: [
					svelte({
						configFile: false,
						compilerOptions: { runes: true },
						dynamicCompileOptions: () => ({ generate: 'client' })
					})
				],
				ssr: { resolve: { conditions: IN_BROWSER } },
				resolve: { alias: { $lib: fileURLToPath(new URL('src/lib', import.meta.url)) } },
				test: {
					name: 'unit',
					environment: 'node',
					include: ['{src,sync-server}/**/*.test.ts'],
					server: { deps: { inline: [/\/node_modules\/(svelte|esm-env)\//] } }
				}
			},
			{
				test: {
					name: 'process',
					environment: 'node',
					include: ['tests/**/*.test.ts'],
					exclude: ['tests/sim/**'],
					globalSetup: 'tests/support/build-server.ts',
					// Real processes on a busy machine: a limit against hanging, not an expectation.
					testTimeout: 60_000,
					hookTimeout: 60_000
				}
			},
			{
				test: {
					name: 'sim',
					environment: 'node',
					include: ['tests/sim/**/*.test.ts'],
					setupFiles: 'tests/sim/setup.ts',
					// Real work in virtual time: a limit against hanging on a busy machine, not an expectation.
					testTimeout: 60_000
				}
			}
		]
	}
});
