import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const SOURCE = fileURLToPath(new URL('./writer-worker.ts', import.meta.url));
const OUTPUT_DIR = fileURLToPath(new URL('../../../node_modules/.cache/tidings/', import.meta.url));

let built: Promise<URL> | undefined;

/** For tests: the writer as JavaScript, because a worker thread of Node 20 reads no TypeScript. Once per process. */
export function buildWriterWorker(): Promise<URL> {
	built ??= buildOnce();
	return built;
}

/**
 * Within node_modules, where the output's own imports resolve; under its content's hash, and moved there whole, because
 * several test processes do this at once.
 */
async function buildOnce(): Promise<URL> {
	const { outputFiles } = await build({
		entryPoints: [SOURCE],
		bundle: true,
		write: false,
		platform: 'node',
		format: 'esm',
		packages: 'external',
		logLevel: 'error'
	});
	const code = outputFiles.map(({ text }) => text).join('');
	const file = `${OUTPUT_DIR}writer-worker-${createHash('sha256').update(code).digest('hex').slice(0, 16)}.mjs`;
	const unfinished = `${file}.${process.pid}`;
	await mkdir(OUTPUT_DIR, { recursive: true });
	await writeFile(unfinished, code);
	await rename(unfinished, file);
	return pathToFileURL(file);
}
