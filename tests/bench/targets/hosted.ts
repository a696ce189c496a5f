import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { BUNDLES } from '../bundles.ts';
import { ServerProcess } from './process.ts';

/** How a server is run. */
export interface Program {
	/** Its file and arguments. */
	args: string[];
	env(dataDir: string): NodeJS.ProcessEnv;
	/** Finds the port in what it says once it listens. */
	listens: RegExp;
	/** A folder that its data begins as; none for an empty one. */
	data?: string;
}

/** Preloaded into every server alike, so that memory can be read after a garbage collection. */
const COLLECT = './tests/bench/targets/collect-on-signal.mjs';

/** What a server may take to end, in milliseconds: to write what it has not yet, where somebody will ask for it. */
const FINISH_MS = 120_000;
/** And where nobody will. */
const LEAVE_MS = 1_000;

/**
 * A server with its data, which is gone when it is disposed of. The data stand in the repository, because what the system
 * has for temporary files may be memory, where durability costs nothing.
 */
export class Hosted {
	port = 0;
	#program: Program;
	#dataDir = mkdtempSync(`${BUNDLES}data-`);
	#removeData = () => rmSync(this.#dataDir, { recursive: true, force: true });
	#process: ServerProcess | undefined;

	private constructor(program: Program) {
		this.#program = program;
		process.once('exit', this.#removeData);
		if (program.data !== undefined) cpSync(program.data, this.#dataDir, { recursive: true });
	}

	static async start(program: Program): Promise<Hosted> {
		const hosted = new Hosted(program);
		await hosted.#start();
		return hosted;
	}

	get pid(): number {
		return this.#running.pid;
	}

	collectGarbage(): void {
		this.#running.collectGarbage();
	}

	/** Resolves with what the start took, in milliseconds. */
	async restart(): Promise<number> {
		await this.#running.stop(FINISH_MS);
		const before = performance.now();
		await this.#start();
		return performance.now() - before;
	}

	/** Ends the server and leaves its data as a folder that others can begin with. */
	async stopAndKeep(folder: string): Promise<void> {
		await this.#running.stop(FINISH_MS);
		cpSync(this.#dataDir, folder, { recursive: true });
		this.#forget();
	}

	async dispose(): Promise<void> {
		try {
			await this.#running.stop(LEAVE_MS);
		} finally {
			this.#forget();
		}
	}

	get #running(): ServerProcess {
		if (this.#process === undefined) throw new Error('the server has not been started');
		return this.#process;
	}

	async #start(): Promise<void> {
		const program = this.#program;
		// For profiling: docs/benchmarks.md.
		const nodeOptions = process.env.BENCH_SERVER_NODE_OPTIONS?.split(' ') ?? [];
		this.#process = new ServerProcess(
			[...nodeOptions, '--expose-gc', '--import', COLLECT, ...program.args],
			program.env(this.#dataDir)
		);
		this.port = Number(await this.#process.says(program.listens));
	}

	#forget(): void {
		this.#removeData();
		process.off('exit', this.#removeData);
	}
}
