import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { ROOT } from './files.mjs';

/** Everything that decides what the web build looks like. Generated folders stay out, or no two hashes would agree. */
const SOURCES = [
	'src',
	'static',
	'scripts/lib',
	'project.inlang/settings.json',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json',
	'package.json',
	'package-lock.json'
];
const GENERATED = new Set(['src/lib/paraglide']);

/**
 * A short hash of the web app's sources. It names the build (`kit.version.name`), so installed apps notice a new one,
 * and it tells whether a build on disk is still the one these sources would give.
 */
export function sourceHash() {
	const hash = createHash('sha256');
	for (const path of SOURCES.flatMap(filesUnder)) {
		const content = readFileSync(`${ROOT}${path}`);
		hash.update(`${path}\0${content.length}\0`).update(content);
	}
	return hash.digest('hex').slice(0, 16);
}

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
	const stats = statSync(`${ROOT}${path}`, { throwIfNoEntry: false });
	if (stats === undefined || GENERATED.has(path)) return [];
	if (!stats.isDirectory()) return /\.test\.ts$/.test(path) ? [] : [path];
	return readdirSync(`${ROOT}${path}`)
		.sort()
		.flatMap((name) => filesUnder(`${path}/${name}`));
}
