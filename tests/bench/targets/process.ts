import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A server process of a benchmark; it ends with the benchmark, however that ends. */
export class ServerProcess {
	readonly pid: number;
	#child: ChildProcess;
	#log = '';
	#kill = () => void this.#child.kill('SIGKILL');

	constructor(args: string[], env: NodeJS.ProcessEnv = {}) {
		const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
		const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio });
		for (const stream of [child.stdout, child.stderr]) {
			stream.setEncoding('utf8').on('data', (text: string) => (this.#log += text));
		}
		process.once('exit', this.#kill);
		this.#child = child;
		this.pid = child.pid ?? 0;
	}

	/** Resolves with the first match in what the process says. */
	async says(pattern: RegExp): Promise<string> {
		for (;;) {
			const found = pattern.exec(this.#log)?.[1];
			if (found !== undefined) return found;
			if (this.#ended) throw new Error(`the server ended while starting (${this.#ended}):\n${this.#log}`);
			await Promise.race([once(this.#child.stdout ?? this.#child, 'data'), once(this.#child, 'exit')]);
		}
	}

	/** Makes it collect its garbage (collect-on-signal.mjs), so that what it holds is what it needs. */
	collectGarbage(): void {
		this.#child.kill('SIGUSR2');
	}

	/** How it ended; undefined while it runs. */
	get #ended(): string | undefined {
		const { exitCode, signalCode } = this.#child;
		return signalCode ?? (exitCode === null ? undefined : `exit code ${exitCode}`);
	}

	/** Asks it to end, waits until it has, and ends it when it takes longer than `patienceMs`. What it complained of is shown. */
	async stop(patienceMs: number): Promise<void> {
		process.off('exit', this.#kill);
		if (this.#ended) throw new Error(`the server ended during the run (${this.#ended}):\n${this.#log.slice(-4000)}`);
		const exited = once(this.#child, 'exit');
		this.#child.kill('SIGTERM');
		const deadline = setTimeout(this.#kill, patienceMs);
		await exited;
		clearTimeout(deadline);
		const complaints = this.#log.split('\n').filter((line) => line.startsWith('{'));
		if (complaints.length > 0) console.error(`The server's log:\n${complaints.slice(0, 10).join('\n')}`);
	}
}
