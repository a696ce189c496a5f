// Runs the benchmarks of tests/bench, or those whose name contains the argument: `npm run bench -- fan-out`.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { buildServer } from './build-server.mjs';
import { listFiles, ROOT } from './lib/files.mjs';
import { run } from './lib/run.mjs';

const SUFFIX = '.bench.ts';
/** What a benchmark starts as a thread or a process of its own, and so must be a file beside it. */
const BESIDE = /\.(worker|process)\.ts$/;
/** Inside node_modules, so that the bundles find their packages. */
const OUT = `${ROOT}node_modules/.cache/tidings/bench`;

const FOLDER = `${ROOT}tests/bench`;

const filter = process.argv[2] ?? '';
const names = readdirSync(FOLDER)
	.filter((file) => file.endsWith(SUFFIX))
	.map((file) => file.slice(0, -SUFFIX.length))
	.filter((name) => name.includes(filter));
if (names.length === 0) throw new Error(`No benchmark has "${filter}" in its name.`);

await buildServer();
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const benches = names.map((name) => `${FOLDER}/${name}${SUFFIX}`);
const files = [...benches, ...listFiles(FOLDER).filter((file) => BESIDE.test(file))];
await build({
	absWorkingDir: ROOT,
	entryPoints: files.map((file) => ({ in: file, out: basename(file, '.ts') })),
	outdir: OUT,
	outExtension: { '.js': '.mjs' },
	bundle: true,
	packages: 'external',
	platform: 'node',
	target: 'node20',
	format: 'esm',
	sourcemap: 'inline',
	logLevel: 'warning'
});

for (const name of names) {
	console.log(`\n▸ ${name}`);
	const code = await run('node', ['--enable-source-maps', `${OUT}/${name}.bench.mjs`]);
	if (code !== 0) process.exit(code);
}
