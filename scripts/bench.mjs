// Runs the benchmarks of tests/bench, or those whose name contains the argument: `npm run bench -- fan-out`.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { buildServer } from './build-server.mjs';
import { compileSwarm, installPeers } from './lib/bench-needs.mjs';
import { ROOT } from './lib/files.mjs';
import { run } from './lib/run.mjs';

const SUFFIX = '.bench.ts';
/** Inside node_modules, so that the bundles find their packages. */
const OUT = `${ROOT}node_modules/.cache/tidings/bench`;

const FOLDER = 'tests/bench';

const filter = process.argv[2] ?? '';
const names = readdirSync(`${ROOT}${FOLDER}`)
	.filter((file) => file.endsWith(SUFFIX))
	.map((file) => file.slice(0, -SUFFIX.length))
	.filter((name) => name.includes(filter));
if (names.length === 0) throw new Error(`No benchmark has "${filter}" in its name.`);

await buildServer();
rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

const { metafile } = await build({
	absWorkingDir: ROOT,
	entryPoints: names.map((name) => ({ in: `${FOLDER}/${name}${SUFFIX}`, out: basename(`${name}${SUFFIX}`, '.ts') })),
	outdir: OUT,
	outExtension: { '.js': '.mjs' },
	bundle: true,
	packages: 'external',
	platform: 'node',
	target: 'node20',
	format: 'esm',
	sourcemap: 'inline',
	metafile: true,
	logLevel: 'warning'
});
if (`${FOLDER}/load/swarm.ts` in metafile.inputs) compileSwarm(OUT);
if (`${FOLDER}/targets/contestants.ts` in metafile.inputs) installPeers();

for (const name of names) {
	console.log(`\n▸ ${name}`);
	const code = await run('node', ['--enable-source-maps', `${OUT}/${name}.bench.mjs`]);
	if (code !== 0) process.exit(code);
}
