// Runs for a long time what `npm test` runs briefly: hundreds of kills, fuzzing, the simulator, and a file system that is
// really full. The tests read SOAK; where this may mount a small file system, they get one by SMALL_DISK.
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildServer } from './build-server.mjs';
import { ROOT } from './lib/files.mjs';
import { run } from './lib/run.mjs';

/** What is worth hours, of what is there. */
const TESTS = ['tests/crash', 'tests/attack', 'tests/sim'].filter((path) => existsSync(join(ROOT, path)));

// The tsconfig of src extends one that this writes: in a fresh clone vitest could load nothing of what the tests import.
if ((await run('svelte-kit', ['sync'])) !== 0) throw new Error('svelte-kit sync failed');
await buildServer();
const disk = mountSmallDisk();
if (disk === undefined)
	console.log('No small file system to be had (that takes root): the full disk is a page limit only.');
try {
	const env = { SOAK: '1', FUZZ_MINUTES: '20', ...(disk === undefined ? {} : { SMALL_DISK: disk }) };
	process.exitCode = await run('vitest', ['run', '--project', 'process', '--project', 'sim', ...TESTS], env);
} finally {
	if (disk !== undefined) {
		spawnSync('umount', [disk]);
		rmdirSync(disk);
	}
}

/** A file system of four megabytes in memory; undefined where this process may not mount one. */
function mountSmallDisk() {
	if (process.platform !== 'linux') return undefined;
	const at = mkdtempSync(join(tmpdir(), 'tidings-small-'));
	const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', at], { stdio: 'ignore' });
	if (status === 0) return at;
	rmdirSync(at);
	return undefined;
}
