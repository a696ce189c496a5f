// Builds what is out of date: the web app into build/web, the server into build/server.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { buildServer } from './build-server.mjs';
import { ROOT } from './lib/files.mjs';
import { withLock } from './lib/lock.mjs';
import { precompress } from './lib/precompress.mjs';
import { run } from './lib/run.mjs';
import { sourceHash } from './lib/source-hash.mjs';

const WEB = `${ROOT}build/web`;
/** Holds the hash of the sources that build/web was made from; written last, so that half a build is no build. */
const STAMP = `${ROOT}build/web.stamp`;

export async function build() {
	await withLock(`${ROOT}build/.lock`, async () => {
		await buildWeb();
		await buildServer();
	});
}

async function buildWeb() {
	const hash = sourceHash();
	if (existsSync(STAMP) && existsSync(`${WEB}/index.html`) && readFileSync(STAMP, 'utf8') === hash) return;
	console.log('Building the web app.');
	rmSync(STAMP, { force: true });
	// Without it the page would be made with the version that an earlier build left in .svelte-kit, the scripts with the
	// new one, and an update would show nothing at all.
	const synced = await run('svelte-kit', ['sync']);
	const code = synced === 0 ? await run('vite', ['build', '--logLevel', 'warn']) : synced;
	if (code !== 0) throw new Error(`vite build ended with exit code ${code}`);
	await precompress(WEB);
	mkdirSync(`${ROOT}build`, { recursive: true });
	writeFileSync(STAMP, hash);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build();
