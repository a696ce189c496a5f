import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { RegisterRequest } from '../../src/lib/protocol/rest.ts';

/** Someone at a browser, in the words of someone at a browser. Every step waits for what it makes visible. */
export class Device {
	readonly page: Page;
	readonly context: BrowserContext;
	readonly origin: string;

	constructor(page: Page, origin: string) {
		this.page = page;
		this.context = page.context();
		this.origin = origin;
	}

	static async open(context: BrowserContext, origin: string): Promise<Device> {
		return new Device(context.pages()[0] ?? (await context.newPage()), origin);
	}

	async signUp({ email, username, displayName, password }: RegisterRequest): Promise<void> {
		await this.page.goto(`${this.origin}/sign-up`);
		await this.page.getByLabel('Your name').fill(displayName);
		await this.page.getByLabel('Username').fill(username);
		await this.page.getByLabel('Email').fill(email);
		await this.page.getByLabel('Password', { exact: true }).fill(password);
		await this.page.getByRole('button', { name: 'Create account' }).click();
		await this.isInside();
	}

	async signIn({ email, password }: Pick<RegisterRequest, 'email' | 'password'>): Promise<void> {
		await this.page.goto(`${this.origin}/sign-in`);
		await this.page.getByLabel('Email').fill(email);
		await this.page.getByLabel('Password', { exact: true }).fill(password);
		await this.page.getByRole('button', { name: 'Sign in' }).click();
		await this.isInside();
	}

	/** Asks to sign out; what is unsent is asked about next. */
	async signOut(): Promise<void> {
		await this.page.getByRole('button', { name: /^Account/ }).click();
		await this.page.getByRole('button', { name: 'Sign out' }).click();
	}

	async createRoom(title: string): Promise<void> {
		await this.page.goto(`${this.origin}/new`);
		await this.page.getByLabel('Name').fill(title);
		await this.page.getByRole('button', { name: 'Create room' }).click();
		await this.isInRoom(title);
	}

	async joinRoom(title: string): Promise<void> {
		await this.page.goto(`${this.origin}/browse`);
		await this.page.getByRole('button', { name: `Join ${title}` }).click();
		await this.isInRoom(title);
	}

	async openRoom(title: string): Promise<void> {
		await this.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: title }).click();
		await this.isInRoom(title);
	}

	/** Writes a message and sends it; resolves once it stands in the timeline, sent or not. */
	async send(text: string): Promise<void> {
		await this.composer.fill(text);
		await this.composer.press('Enter');
		await expect(this.message(text)).toBeVisible();
		await expect(this.composer).toHaveValue('');
	}

	/** Opens what is on screen in a second tab of the same browser. */
	async openSecondTab(roomTitle: string): Promise<Device> {
		const second = new Device(await this.context.newPage(), this.origin);
		await second.page.goto(this.page.url());
		await second.isInRoom(roomTitle);
		await second.isOnline();
		return second;
	}

	get composer(): Locator {
		return this.page.getByRole('textbox', { name: /^Message / });
	}

	/** The row of the message with this text. */
	message(text: string): Locator {
		return this.rows.filter({ has: this.page.getByText(text, { exact: true }) });
	}

	get rows(): Locator {
		return this.page.locator('[data-message]');
	}

	/** The texts on screen, top to bottom. */
	texts(): Promise<string[]> {
		return this.page.locator('[data-message] .body').allTextContents();
	}

	async reload(): Promise<void> {
		await this.page.reload();
	}

	async isInside(): Promise<void> {
		await expect(this.page.locator('[data-connection]')).toBeAttached();
	}

	async isInRoom(title: string): Promise<void> {
		await expect(this.page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
		await expect(this.composer).toBeVisible();
	}

	async isOnline(): Promise<void> {
		await expect(this.page.locator('[data-connection="online"]')).toBeAttached();
	}

	async isOffline(): Promise<void> {
		await expect(this.page.locator('[data-connection="offline"]')).toBeAttached();
	}

	/** Every one of these messages is here exactly once and has its tick. */
	async hasDelivered(texts: string[]): Promise<void> {
		for (const text of texts) {
			await expect(this.message(text)).toHaveCount(1);
			await expect(this.message(text)).toHaveAttribute('data-delivery', 'sent');
		}
	}

	async hasPending(texts: string[]): Promise<void> {
		for (const text of texts) await expect(this.message(text)).toHaveAttribute('data-delivery', 'pending');
	}

	/** Waits until a draft has reached this device's disk. */
	async draftIsStored(text: string): Promise<void> {
		const stored = () =>
			this.page.evaluate(async () => {
				const [database] = await indexedDB.databases();
				const db = await new Promise<IDBDatabase>((resolve, reject) => {
					const request = indexedDB.open(database?.name ?? '');
					request.onsuccess = () => resolve(request.result);
					request.onerror = () => reject(new Error('no database'));
				});
				const rows = await new Promise<{ document: string; update: Uint8Array }[]>((resolve) => {
					const request = db.transaction('updates').objectStore('updates').getAll();
					request.onsuccess = () => resolve(request.result as { document: string; update: Uint8Array }[]);
				});
				db.close();
				const drafts = rows.filter(({ document }) => document.startsWith('user/'));
				return drafts.map(({ update }) => new TextDecoder().decode(update)).join();
			});
		await expect.poll(stored).toContain(text);
	}

	/** Waits until the app on this device opens without a server. */
	async isInstalled(): Promise<void> {
		await this.page.evaluate(() => navigator.serviceWorker.ready);
	}
}
