import { spawn } from 'node:child_process';
import { ROOT } from './files.mjs';

/**
 * Runs a program of node_modules/.bin (or any other) in the repository, its output going to ours; resolves to its exit
 * code. @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export function run(command, args, env = {}) {
	const path = `${ROOT}node_modules/.bin:${process.env.PATH ?? ''}`;
	const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, PATH: path, ...env } });
	// A supervisor or `timeout` ends this process alone; what it has started would stay.
	const pass = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
	process.on('SIGTERM', pass).on('SIGINT', pass);
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (code) => {
			process.off('SIGTERM', pass).off('SIGINT', pass);
			resolve(code ?? 1);
		});
	});
}
