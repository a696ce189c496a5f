import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * Runs `work` while holding a lock file, so that `npm start` in one terminal and `npm test` in another do not write the
 * same build at once. A lock whose process is gone is taken over.
 * @template T @param {string} path @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withLock(path, work) {
	mkdirSync(dirname(path), { recursive: true });
	let announced = false;
	while (!tryLock(path)) {
		if (!announced) console.log('Waiting for another build of this folder to finish.');
		announced = true;
		await setTimeout(POLL_MS);
	}
	try {
		return await work();
	} finally {
		rmSync(path, { force: true });
	}
}

/** @param {string} path */
function tryLock(path) {
	try {
		writeFileSync(path, String(process.pid), { flag: 'wx' });
		return true;
	} catch {
		if (!isAlive(ownerOf(path))) rmSync(path, { force: true });
		return false;
	}
}

/** @param {string} path */
function ownerOf(path) {
	try {
		return Number(readFileSync(path, 'utf8'));
	} catch {
		return 0;
	}
}

/** @param {number} pid */
function isAlive(pid) {
	if (!(pid > 0)) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
	}
}
