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
	packages: 'external',
	platform: 'node',
	target: 'node20',
	format: 'esm',
	sourcemap: true,
	logLevel: 'warning'
};

export async function buildServer() {
	await build(SERVER_BUILD);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildServer();
