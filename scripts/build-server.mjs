// Bundles the sync server into build/server: the program itself and the storage's writer thread.
import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ROOT } from './lib/files.mjs';

/** The writer thread is a file of its own because a worker is started from a file. */
const ENTRIES = { main: 'sync-server/main.ts', 'writer-worker': 'sync-server/storage/sqlite/writer-worker.ts' };

/** @type {import('esbuild').BuildOptions} */
export const SERVER_BUILD = {
	absWorkingDir: ROOT,
	entryPoints: Object.fromEntries(Object.entries(ENTRIES).filter(([, file]) => existsSync(`${ROOT}${file}`))),
	outdir: 'build/server',
	bundle: true,
	// All else goes into the bundle, less what nothing calls: loaded from their packages, module by module, the libraries
	// cost an idle server 12 MB more. These three have native code that is found beside their own files.
	external: ['@node-rs/argon2', 'better-sqlite3', 'uWebSockets.js'],
	// Bundled CommonJS asks for Node's own modules by `require`, which an ES module does not have.
	banner: {
		js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);"
	},
	// Names stay, for stack traces and for what is called by its class name.
	minifySyntax: true,
	minifyWhitespace: true,
	platform: 'node',
	target: 'node20',
	format: 'esm',
	sourcemap: true,
	// For tests and for reading a stack trace afterwards. A server that reads it when it starts keeps it: with the sources in it,
	// 27 MB of memory, and 6 MB without.
	sourcesContent: false,
	logLevel: 'warning'
};

export async function buildServer() {
	await build(SERVER_BUILD);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildServer();
