import { resolve } from 'node:path';
import { ROOT } from './files.mjs';

/** What a person waits for: an open room, in all that it stands in. */
const FIRST_SCREEN = [
	'+layout.svelte',
	'(workspace)/+layout.svelte',
	'(workspace)/rooms/[roomId]/+layout.svelte',
	'(workspace)/rooms/[roomId]/+page.svelte'
];

/** Of these a page takes a little and the whole app more: in one file everybody would load what anybody needs. */
const BARREL = /\/node_modules\/|\/paraglide\/messages/;

/**
 * Puts everything that an open room imports at once into one file. Left to itself the bundler makes a file of whatever two
 * pages share, some of a hundred bytes; sixty of them were a tenth more to load, and sixty requests.
 * @returns {{ plugin: import('vite').Plugin, group: { name: string, test: (id: string) => boolean } }}
 */
export function firstScreenGroup() {
	/** @type {Set<string>} */
	const modules = new Set();
	return {
		plugin: {
			name: 'first-screen',
			apply: 'build',
			buildEnd() {
				for (const file of FIRST_SCREEN) modules.add(resolve(ROOT, 'src/routes', file));
				// A set is walked to its end, also where it grows on the way.
				for (const id of modules)
					for (const imported of this.getModuleInfo(id)?.importedIds ?? []) modules.add(imported);
			}
		},
		group: { name: 'first-screen', test: (id) => modules.has(id) && !BARREL.test(id) }
	};
}
