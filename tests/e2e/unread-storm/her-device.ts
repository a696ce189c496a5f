import { expect, type Browser, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import type { Random } from '../../sim/time/random.ts';
import { Cable } from '../../support/cable.ts';
import { Device } from '../../support/device.ts';
import { ANNA } from '../../support/people.ts';
import type { Counts, Place } from './world.ts';

/** Only the last so many messages of a room are marked as unread from. */
const MARKED_MAX = 12;

/** Anna's devices, as they stand on three desks. */
export const SCREENS: Record<string, BrowserContextOptions> = {
	desktop: {},
	phone: { viewport: { width: 390, height: 844 } },
	tablet: { viewport: { width: 820, height: 1180 } }
};

/** One of Anna's devices. */
export class HerDevice {
	readonly name: string;
	readonly device: Device;
	readonly page: Page;
	readonly #cable: Cable;
	online = true;
	/** The room on screen. */
	room: string | undefined;

	constructor(name: string, device: Device, cable: Cable) {
		this.name = name;
		this.device = device;
		this.page = device.page;
		this.#cable = cable;
	}

	static async open(browser: Browser, origin: string, name: string): Promise<HerDevice> {
		const context = await browser.newContext(SCREENS[name]);
		const cable = await Cable.lay(context);
		const device = await Device.open(context, origin);
		await device.signIn(ANNA);
		await device.isInstalled();
		await device.reload();
		await device.isOnline();
		return new HerDevice(name, device, cable);
	}

	async toggleNetwork(): Promise<void> {
		if (this.online) {
			await this.#cable.pull();
			await this.device.isOffline();
		} else {
			await this.#cable.plugIn();
			await this.device.isOnline();
		}
		this.online = !this.online;
	}

	async goToList(): Promise<void> {
		await this.page.goto(this.device.origin);
		await this.device.isInside();
		this.room = undefined;
	}

	async reload(): Promise<void> {
		await this.device.reload();
		if (this.room === undefined) await this.device.isInside();
		else await expect(this.device.composer).toBeVisible();
	}

	async enter({ id }: Place): Promise<void> {
		if (this.room === id) return;
		const back = this.page.getByRole('button', { name: 'Back to rooms' });
		if (this.room !== undefined && (await back.isVisible())) await back.click();
		await this.row(id).getByRole('link').click();
		await expect(this.page).toHaveURL(new RegExp(`/rooms/${id}$`));
		await expect(this.device.composer).toBeVisible();
		this.room = id;
	}

	/** Scrolls to the end; what another device has marked as unread in the meantime is read by Esc. */
	async read(place: Place): Promise<void> {
		const wasHere = this.room === place.id;
		await this.enter(place);
		let looks = 0;
		const look = async () => {
			await this.page.locator('.viewport').evaluate((viewport) => (viewport.scrollTop = viewport.scrollHeight));
			if (wasHere || looks++ > 5) await this.page.keyboard.press('Escape');
			return this.row(place.id).locator('[data-unread]').count();
		};
		await expect.poll(look, `${this.name} has read ${place.name}`).toBe(0);
	}

	/** Chooses from the menu of one of the last messages of others, if there is any. */
	async markUnread(place: Place, random: Random): Promise<string> {
		await this.enter(place);
		const rows = this.page.locator('[data-message][data-delivery="sent"]:not(.mine)');
		const count = await rows.count();
		if (count === 0) return 'nothing';
		const id = await rows.nth(count - random.int(1, Math.min(count, MARKED_MAX))).getAttribute('data-message');
		await this.page.locator(`[data-message="${id ?? ''}"] .body`).click({ button: 'right' });
		const item = this.page.getByRole('menuitem', { name: 'Mark unread from here' });
		await item.click();
		await expect(item).toHaveCount(0);
		return id ?? '';
	}

	/** Nothing that was done here waits to be sent. */
	async hasSentAll(): Promise<void> {
		const waiting = async () => {
			const { commands, outbox } = await this.device.countDisk();
			return { commands, outbox };
		};
		await expect.poll(waiting, `${this.name} has sent everything`).toEqual({ commands: 0, outbox: 0 });
	}

	/** What the list and the title say, at one moment. */
	shown(): Promise<{ counts: Counts; title: number }> {
		return this.page.evaluate(() => {
			const counts: Counts = {};
			for (const row of document.querySelectorAll<HTMLElement>('[data-room]')) {
				const unread = Number(row.querySelector<HTMLElement>('[data-unread]')?.dataset['unread'] ?? 0);
				const sentence = row.querySelector('a')?.getAttribute('aria-label') ?? '';
				const mentions = Number(/You are mentioned (\d+) time/.exec(sentence)?.[1] ?? 0);
				counts[row.dataset['room'] ?? ''] = { unread, mentions };
			}
			return { counts, title: Number(/^\((\d+)\) /.exec(document.title)?.[1] ?? 0) };
		});
	}

	row(roomId: string): Locator {
		return this.page.locator(`[data-room="${roomId}"]`);
	}
}
