import { compile } from '@inlang/paraglide-js';
import { pathToFileURL } from 'node:url';

/** How messages become code. Shared by vite and by the checks, which run without it. */
export const PARAGLIDE_OPTIONS = /** @type {const} */ ({
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
	localStorageKey: 'tidings.locale',
	emitReadme: false
});

/** Compiles src/messages once, for type checks and unit tests on a tree that has never been built. */
export async function compileMessages() {
	await compile({ ...PARAGLIDE_OPTIONS, strategy: [...PARAGLIDE_OPTIONS.strategy] });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await compileMessages();
