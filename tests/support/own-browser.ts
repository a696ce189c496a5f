import { chromium, test, type BrowserContext } from '@playwright/test';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './until.ts';

/** A Chromium process with a profile of its own, which outlives it. */
export class OwnBrowser {
	readonly #profile: string;
	#context: BrowserContext | undefined;

	private constructor(profile: string) {
		this.#profile = profile;
	}

	static async install(): Promise<OwnBrowser> {
		return new OwnBrowser(await mkdtemp(join(tmpdir(), 'tidings-profile-')));
	}

	async launch(): Promise<BrowserContext> {
		const { launchOptions, viewport, locale } = test.info().project.use;
		this.#context = await chromium.launchPersistentContext(this.#profile, {
			...launchOptions,
			viewport: viewport ?? null,
			locale: locale ?? 'en-GB'
		});
		return this.#context;
	}

	/**
	 * Ends and begins again as people do it. What a page leaves to the browser, a cookie above all, is on the disk only after
	 * this or half a minute.
	 */
	async restart(): Promise<BrowserContext> {
		await this.#context?.close();
		return this.launch();
	}

	/** Ends all its processes as a power cut would: no page hears of it, nothing is flushed. */
	async kill9(): Promise<void> {
		const pid = await this.#pid();
		if (pid === undefined) throw new Error('the browser does not run');
		// Playwright starts a browser in a process group of its own.
		process.kill(-pid, 'SIGKILL');
		await until('the browser is gone', async () => (await this.#pid()) === undefined);
		await this.#context?.close().catch(() => undefined);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#context?.close().catch(() => undefined);
		await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
	}

	/** The browser's first process: the one with our profile that no other has started for a task. */
	async #pid(): Promise<number | undefined> {
		for (const entry of await readdir('/proc')) {
			if (!/^\d+$/.test(entry)) continue;
			const args = (await readFile(`/proc/${entry}/cmdline`, 'utf8').catch(() => '')).split('\0');
			const isOurs = args.includes(`--user-data-dir=${this.#profile}`);
			if (isOurs && !args.some((arg) => arg.startsWith('--type='))) return Number(entry);
		}
		return undefined;
	}
}
