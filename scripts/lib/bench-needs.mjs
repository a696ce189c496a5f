// What some benchmarks need beside their own code, made when one of them is about to run.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { listFiles, ROOT } from './files.mjs';

const SWARM = `${ROOT}tests/bench/load/swarm`;
const PEERS = `${ROOT}tests/bench/peers`;
/** The lock file that the installed packages are of. */
const INSTALLED = `${PEERS}/node_modules/.installed-lock`;

/** Compiles the load generator. @param {string} folder where to */
export function compileSwarm(folder) {
	const sources = listFiles(SWARM).filter((file) => file.endsWith('.c'));
	try {
		execFileSync('cc', ['-O2', '-D_GNU_SOURCE', '-o', `${folder}/swarm`, ...sources], { stdio: 'inherit' });
	} catch (error) {
		if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
		throw new Error('The load generator is a C program: install a C compiler (cc), for instance gcc.', {
			cause: error
		});
	}
}

/** Installs the servers to compare with, in a folder of their own, unless they are there already. */
export function installPeers() {
	const lock = readFileSync(`${PEERS}/package-lock.json`, 'utf8');
	if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === lock) return;
	console.log('Installing the servers to compare with; they compile SQLite, which takes a minute or two.');
	execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: 'inherit' });
	writeFileSync(INSTALLED, lock);
}
