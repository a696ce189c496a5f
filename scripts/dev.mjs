// Runs the server, started anew on every change, and vite's development server at http://localhost:5173 in front of it.
import { spawn } from 'node:child_process';
import { context } from 'esbuild';
import { SERVER_BUILD } from './build-server.mjs';
import { ROOT } from './lib/files.mjs';

/** @type {import('node:child_process').ChildProcess | undefined} */
let server;
let stopping = false;

const vite = spawn('node', ['node_modules/vite/bin/vite.js', 'dev', '--port', '5173', '--strictPort'], {
	cwd: ROOT,
	stdio: 'inherit'
});
vite.once('exit', () => void stop());
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());

const watcher = await context({
	...SERVER_BUILD,
	plugins: [
		{
			name: 'restart',
			setup: (build) => build.onEnd((result) => (result.errors.length === 0 ? restart() : undefined))
		}
	]
});
await watcher.watch();

async function restart() {
	await stopServer();
	if (stopping) return;
	server = spawn('node', ['--enable-source-maps', 'build/server/main.js'], {
		cwd: ROOT,
		stdio: 'inherit',
		env: { PORT: '3000', ...process.env, ORIGIN: 'http://localhost:5173' }
	});
}

/** The next one may only start once this one has let go of the port and the data folder. */
async function stopServer() {
	const running = server;
	if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
	const ended = new Promise((resolve) => running.once('exit', resolve));
	running.kill('SIGTERM');
	await ended;
}

async function stop() {
	if (stopping) return;
	stopping = true;
	vite.kill('SIGTERM');
	await stopServer();
	await watcher.dispose();
}
