import type { BrowserContext, Page } from '@playwright/test';

/** What a device's disk holds of the documents whose names begin so: their names, and their updates as far as they are text. */
export function readDisk(page: Page, prefix: string): Promise<{ documents: string[]; updates: string[] }> {
	return page.evaluate(async (prefix) => {
		const [database] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('tidings-'));
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(database?.name ?? '');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(new Error('no database'));
		});
		const all = <T>(store: string) =>
			new Promise<T[]>((resolve) => {
				const request = db.transaction(store).objectStore(store).getAll();
				request.onsuccess = () => resolve(request.result as T[]);
			});
		const copies = await all<{ name: string; bytes: number }>('copies');
		const updates = await all<{ document: string; update: Uint8Array }>('updates');
		db.close();
		return {
			documents: copies.filter(({ name, bytes }) => name.startsWith(prefix) && bytes > 0).map(({ name }) => name),
			updates: updates
				.filter(({ document }) => document.startsWith(prefix))
				.map(({ update }) => new TextDecoder().decode(update))
		};
	}, prefix);
}

/** How many rows each store on a device's disk has; whatever version its database is of. */
export function countDisk(page: Page): Promise<Record<string, number>> {
	return page.evaluate(async () => {
		const [database] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('tidings-'));
		const db = await new Promise<IDBDatabase>((resolve, reject) => {
			const request = indexedDB.open(database?.name ?? '');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(new Error('no database'));
		});
		const counts: Record<string, number> = {};
		for (const store of db.objectStoreNames) {
			counts[store] = await new Promise<number>((resolve) => {
				const request = db.transaction(store).objectStore(store).count();
				request.onsuccess = () => resolve(request.result);
			});
		}
		db.close();
		return counts;
	});
}

/** Opens the database under a later version number, as a newer app would, and closes it again. */
export function outgrowDisk(page: Page): Promise<void> {
	return page.evaluate(async () => {
		const [database] = (await indexedDB.databases()).filter(({ name }) => name?.startsWith('tidings-'));
		await new Promise<void>((resolve, reject) => {
			const request = indexedDB.open(database?.name ?? '', (database?.version ?? 0) + 1);
			request.onsuccess = () => {
				request.result.close();
				resolve();
			};
			request.onerror = () => reject(new Error('no database'));
		});
	});
}

/**
 * Scrolls close to the top, and says which row is the first on screen and where it ends, before anything can come in above
 * it. Of rows further down the height is only estimated until they are drawn.
 */
export function scrollNearTop(page: Page): Promise<{ id: string; bottom: number }> {
	return page.locator('.viewport').evaluate((viewport) => {
		viewport.scrollTop = viewport.clientHeight;
		const heading = viewport.querySelector('h2')?.getBoundingClientRect().bottom ?? 0;
		const row = [...viewport.querySelectorAll<HTMLElement>('[data-message]')].find(
			(candidate) => candidate.getBoundingClientRect().bottom > heading
		);
		return { id: row?.dataset['message'] ?? '', bottom: row?.getBoundingClientRect().bottom ?? 0 };
	});
}

/** Collects in `window.vanished` the messages that are missing from the page at any change of it: it runs before each paint. */
export function watchForVanishing(page: Page): Promise<void> {
	return page.evaluate(() => {
		const vanished: string[] = [];
		const seen = new Set<string>();
		const look = () => {
			const rows = document.querySelectorAll<HTMLElement>('[data-message]');
			const here = new Set([...rows].map(({ dataset }) => dataset['message'] ?? ''));
			for (const id of seen) if (!here.has(id)) vanished.push(id);
			for (const id of here) seen.add(id);
		};
		look();
		new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
		Object.assign(window, { vanished });
	});
}

/** Lets pages opened from now on have an icon, as those of an installed app have one, and notes what is shown on it. */
export async function giveIcon(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		const show = (badge: number) => Promise.resolve(void Object.assign(window, { badge }));
		Object.assign(navigator, { setAppBadge: show, clearAppBadge: () => show(0) });
	});
}

/** The number on the page's icon; undefined while nobody has said anything of it. */
export function badgeOf(page: Page): Promise<number | undefined> {
	return page.evaluate(() => (window as unknown as { badge?: number }).badge);
}
