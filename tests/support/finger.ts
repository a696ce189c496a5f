import type { CDPSession, Locator, Page } from '@playwright/test';

interface Point {
	x: number;
	y: number;
}

/** How far a scrolling finger goes between two reports of a touch screen, in pixels. */
const STRIDE_PX = 12;

/** One finger on a touch screen: what Playwright's own touch screen can only do as a tap. */
export class Finger {
	#cdp: CDPSession;
	#at: Point = { x: 0, y: 0 };

	private constructor(cdp: CDPSession) {
		this.#cdp = cdp;
	}

	static async of(page: Page): Promise<Finger> {
		return new Finger(await page.context().newCDPSession(page));
	}

	/** Is put down in the middle of something, and stays. */
	async press(on: Locator): Promise<void> {
		const box = await on.boundingBox();
		if (box === null) throw new Error('there is nothing to press on');
		this.#at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
		await this.#touch('touchStart', [this.#at]);
	}

	/** Moves up or down (positive), in pixels, and stays. */
	async drag(by: number): Promise<void> {
		const from = this.#at.y;
		for (let gone = STRIDE_PX; gone <= Math.abs(by); gone += STRIDE_PX) {
			this.#at = { ...this.#at, y: from + Math.sign(by) * gone };
			await this.#touch('touchMove', [this.#at]);
		}
	}

	async lift(): Promise<void> {
		await this.#touch('touchEnd', []);
	}

	async #touch(type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: Point[]): Promise<void> {
		await this.#cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
	}
}
