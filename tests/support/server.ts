import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './until.ts';

const MAIN = fileURLToPath(new URL('../../build/server/main.js', import.meta.url));

/** The real server, as a process of its own with a port and a data folder of its own. */
export class TestServer {
	readonly port: number;
	readonly origin: string;
	readonly dataDir: string;
	/** The program that the next start runs; another build of it stands for another version. */
	program = MAIN;
	/** The arguments of the next start. */
	args: string[] = [];
	/** What the server wrote to stdout and stderr, over all its lives. */
	log = '';
	#process: ChildProcess | undefined;
	readonly #env: NodeJS.ProcessEnv;

	private constructor(port: number, dataDir: string, env: NodeJS.ProcessEnv) {
		this.port = port;
		this.origin = `http://localhost:${port}`;
		this.dataDir = dataDir;
		this.#env = { ...env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, ORIGIN: this.origin };
	}

	/** Starts a server and waits until it answers. `env` adds to its environment. */
	static async start(env: NodeJS.ProcessEnv = {}): Promise<TestServer> {
		const server = new TestServer(await freePort(), await mkdtemp(join(tmpdir(), 'tidings-')), env);
		await server.start();
		return server;
	}

	get url(): string {
		return this.origin;
	}

	/** The process that runs now. */
	get pid(): number | undefined {
		return this.#process?.pid;
	}

	get running(): boolean {
		return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
	}

	/** Starts it (again): same port, same data. Resolves once `/healthz` says that it is well. */
	async start(): Promise<void> {
		if (this.running) throw new Error('the server runs already');
		const child = spawn(process.execPath, ['--enable-source-maps', this.program, ...this.args], {
			env: { ...process.env, ...this.#env },
			stdio: ['ignore', 'pipe', 'pipe']
		});
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => (this.log += text));
		}
		this.#process = child;
		await until('the server answers', () => this.#isHealthy());
	}

	/** Ends it as a power cut would: no handler runs, nothing is flushed. */
	async kill9(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** Asks it to end and resolves to its exit code. */
	async stop(): Promise<number | null> {
		return this.#end('SIGTERM');
	}

	/** Ends it and removes its data. */
	async dispose(): Promise<void> {
		await this.kill9();
		await rm(this.dataDir, { recursive: true, force: true });
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.dispose();
	}

	async #isHealthy(): Promise<boolean> {
		if (!this.running) throw new Error(`the server ended while starting:\n${this.log}`);
		try {
			return (await fetch(`${this.origin}/healthz`)).ok;
		} catch {
			return false;
		}
	}

	async #end(signal: NodeJS.Signals): Promise<number | null> {
		const child = this.#process;
		if (child === undefined || !this.running) return child?.exitCode ?? null;
		const exited = once(child, 'exit');
		child.kill(signal);
		await exited;
		return child.exitCode;
	}
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}
