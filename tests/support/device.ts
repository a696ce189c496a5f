import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { LoginRequest, RegisterRequest } from '../../src/lib/protocol/rest.ts';
import type { RoomList, RoomSummary } from '../../src/lib/protocol/rest-rooms.ts';
import { countDisk, outgrowDisk, readDisk, scrollNearTop, watchForVanishing } from './in-page.ts';
import { login, register, type SignedIn } from './people.ts';
import { call, createRoom, joinRoom } from './rest.ts';

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

	/** Without the forms, which the tests of accounts fill in: half of a test would be signing up. */
	async signUp(person: RegisterRequest): Promise<void> {
		await this.#enter(await register(this.origin, person));
	}

	async signIn(person: LoginRequest): Promise<void> {
		await this.#enter(await login(this.origin, person));
	}

	async signUpOnScreen(person: RegisterRequest): Promise<void> {
		await this.page.goto(`${this.origin}/sign-up`);
		await this.fillInAccount(person);
		await this.isInside();
	}

	/** Fills in a new account on the page that asks for one. */
	async fillInAccount({ email, username, displayName, password }: RegisterRequest): Promise<void> {
		await this.page.getByLabel('Your name').fill(displayName);
		await this.page.getByLabel('Username').fill(username);
		await this.page.getByLabel('Email').fill(email);
		await this.page.getByLabel('Password', { exact: true }).fill(password);
		await this.page.getByRole('button', { name: 'Create account' }).click();
	}

	async signInOnScreen({ email, password }: LoginRequest): Promise<void> {
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
		await this.#showRoom(await createRoom(this.origin, await this.#cookie(), { title, kind: 'public' }));
	}

	async createRoomOnScreen(title: string): Promise<void> {
		await this.page.goto(`${this.origin}/new?room`);
		await this.page.getByLabel('Name').fill(title);
		await this.page.getByRole('button', { name: 'Create room' }).click();
		await this.isInRoom(title);
	}

	async joinRoom(title: string): Promise<void> {
		const cookie = await this.#cookie();
		const { rooms } = (await (await call(this.origin, 'GET', '/api/v1/rooms', { cookie })).json()) as RoomList;
		const room = rooms.find((one) => one.title === title);
		if (room === undefined) throw new Error(`there is no room ${title} to join`);
		await joinRoom(this.origin, cookie, room.id);
		await this.#showRoom(room);
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

	/** Somebody's row in the open list of members. */
	member(name: string): Locator {
		return this.page.getByRole('complementary').getByRole('listitem').filter({ hasText: name });
	}

	/** So many others have this room on a screen. */
	async seesHere(count: number): Promise<void> {
		const header = this.page.getByRole('main').locator('header');
		if (count === 0) await expect(header).not.toContainText('here now');
		else await expect(header).toContainText(`· ${count} here now`);
	}

	/** Switches to something else: headless Chromium takes every page for visible, so this one is told. */
	async turnsAway(): Promise<void> {
		await this.#looks('hidden');
	}

	async turnsBack(): Promise<void> {
		await this.#looks('visible');
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

	/** App and server, or app and disk, are of different versions; the screen says what to do. */
	async isOutdated(): Promise<void> {
		const line = this.page.locator('[data-connection="outdated"]');
		await expect(line.getByText('New version ready')).toBeVisible();
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
		await expect.poll(async () => (await readDisk(this.page, 'user/')).updates.join()).toContain(text);
	}

	/** Waits until a document has reached this device's disk. */
	async hasCopyOf(document: string): Promise<void> {
		await expect.poll(async () => (await readDisk(this.page, document)).documents).toContain(document);
	}

	/** Waits until nothing whose name begins so is on this device's disk. */
	async hasNoCopyOf(prefix: string): Promise<void> {
		await expect.poll(() => readDisk(this.page, prefix)).toEqual({ documents: [], updates: [] });
	}

	/** How much there is in each store on this device's disk. */
	countDisk(): Promise<Record<string, number>> {
		return countDisk(this.page);
	}

	/** Lets this device's disk be opened as by an app that is newer than this one. */
	outgrowDisk(): Promise<void> {
		return outgrowDisk(this.page);
	}

	/** Scrolls close to the top of what is there, and says which row is the first on screen and where it ends. */
	scrollNearTop(): Promise<{ id: string; bottom: number }> {
		return scrollNearTop(this.page);
	}

	async scrollToTop(): Promise<void> {
		await this.page.locator('.viewport').evaluate((viewport) => (viewport.scrollTop = 0));
	}

	/** Where in the window a row ends. */
	bottomOf(id: string): Promise<number> {
		return this.page.locator(`[data-message="${id}"]`).evaluate((row) => row.getBoundingClientRect().bottom);
	}

	/** Notes every message that goes off this screen from now on, were it for a single frame. */
	watchForVanishing(): Promise<void> {
		return watchForVanishing(this.page);
	}

	/** The messages that have gone. */
	vanished(): Promise<string[]> {
		return this.page.evaluate(() => (window as unknown as { vanished: string[] }).vanished);
	}

	/** Waits until the app on this device opens without a server, and all that is not loaded yet of the page on screen does too. */
	async isInstalled(): Promise<void> {
		await this.page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
	}

	async #enter({ cookie, expires }: SignedIn): Promise<void> {
		const [name = '', value = ''] = cookie.split('=');
		await this.context.addCookies([{ name, value, expires, url: this.origin }]);
		await this.page.goto(`${this.origin}/`);
		await this.isInside();
	}

	/** The `Cookie` header of whoever is signed in on this browser. */
	async #cookie(): Promise<string> {
		return (await this.context.cookies(this.origin)).map(({ name, value }) => `${name}=${value}`).join('; ');
	}

	async #showRoom({ id, title }: Pick<RoomSummary, 'id' | 'title'>): Promise<void> {
		await this.page.goto(`${this.origin}/rooms/${id}`);
		await this.isInRoom(title);
	}

	async #looks(state: DocumentVisibilityState): Promise<void> {
		await this.page.evaluate((visibilityState) => {
			Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true });
			document.dispatchEvent(new Event('visibilitychange'));
		}, state);
	}
}
