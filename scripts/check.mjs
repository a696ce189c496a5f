// Runs every check that needs no browser and no build; stops at the first that fails.
import { run } from './lib/run.mjs';

/** The first two write what the others read: SvelteKit's types and the compiled messages. */
const STEPS = [
	['svelte-kit', 'sync'],
	['node', 'scripts/lib/paraglide.mjs'],
	['prettier', '--check', '--log-level', 'warn', '.'],
	['eslint', '.'],
	['svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'],
	['tsc', '--noEmit', '-p', 'sync-server'],
	['tsc', '--noEmit', '-p', 'tests'],
	['tsc', '--noEmit', '-p', 'scripts'],
	['tsc', '--noEmit', '-p', 'tsconfig.worker.json'],
	['knip'],
	['vitest', 'run', '--project', 'unit']
];

for (const [command = '', ...args] of STEPS) {
	console.log(`\n▸ ${command} ${args.join(' ')}`);
	const code = await run(command, args);
	if (code !== 0) {
		console.error(`\nFailed: ${command} ${args.join(' ')}`);
		process.exit(code);
	}
}
console.log('\nEverything is in order.');
