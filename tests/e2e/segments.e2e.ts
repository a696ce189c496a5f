import { expect, type BrowserContext } from '@playwright/test';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import { Cable } from '../support/cable.ts';
import { Device } from '../support/device.ts';
import { fillRoom } from '../support/fill-room.ts';
import { ANNA, BORIS } from '../support/people.ts';
import { readTo } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

// Thousands of rows in two browsers.
test.describe.configure({ timeout: 180_000 });

let room: RoomOnServer;
test.beforeEach(async () => {
	room = await startRoom();
});
test.afterEach(() => room.server.dispose());

const numbered = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => `no ${from + index}`);

async function open(context: BrowserContext, person: typeof ANNA): Promise<Device> {
	const device = await Device.open(context, room.server.origin);
	await device.signIn(person);
	await device.openRoom('General');
	return device;
}

/**
 * Two segments and the beginning of a third, by two people: an account may write 1,200 messages a minute. Anna has read it all
 * on another device: a room with something new in it opens there, and brings in what is above for that.
 */
async function fillWithHistory(): Promise<string[]> {
	const all = numbered(1, 2 * SEGMENT_MAX_ENTRIES + 200);
	await fillRoom(room.server.origin, room.anna, room.roomId, all.slice(0, SEGMENT_MAX_ENTRIES));
	await fillRoom(room.server.origin, room.boris, room.roomId, all.slice(SEGMENT_MAX_ENTRIES));
	await readTo(room.server.origin, room.anna.cookie, room.roomId, all.length);
	return all;
}

test('a new device shows the newest, and scrolling up brings the rest in one order, under the eyes of its reader', async ({
	context
}) => {
	const all = await fillWithHistory();
	// Fetches nothing ahead: what comes, comes because somebody scrolled.
	await context.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
	const anna = await open(context, ANNA);
	await expect(anna.message(all.at(-1) ?? '')).toBeInViewport();
	await expect(anna.rows).toHaveCount(200);

	for (const count of [1200, 2200]) {
		const place = await anna.scrollNearTop();
		await expect(anna.rows).toHaveCount(count);
		expect(Math.abs((await anna.bottomOf(place.id)) - place.bottom)).toBeLessThan(2);
	}
	expect(await anna.texts()).toEqual(all);
	await anna.scrollToTop();
	await expect(anna.page.locator('[data-older="beginning"]')).toBeInViewport();
});

test('what was fetched ahead is read without a server, all the way up', async ({ context }) => {
	const all = await fillWithHistory();
	const anna = await open(context, ANNA);
	await anna.isInstalled();
	for (const segment of [0, 1, 2]) await anna.hasCopyOf(segmentName(room.roomId, segment));
	await room.server.kill9();
	await anna.isOffline();
	await anna.reload();
	await anna.isInRoom('General');
	await expect(anna.rows).toHaveCount(200);
	for (const count of [1200, 2200]) {
		await anna.scrollNearTop();
		await expect(anna.rows).toHaveCount(count);
	}
	expect(await anna.texts()).toEqual(all);
	await anna.send('still here');
	await anna.hasPending(['still here']);
});

test('what was never fetched is said to be missing while there is no server, and comes by itself with it', async ({
	context
}) => {
	await fillWithHistory();
	await context.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
	const anna = await open(context, ANNA);
	await expect(anna.rows).toHaveCount(200);
	await room.server.kill9();
	await anna.isOffline();
	await anna.scrollToTop();
	await expect(anna.page.locator('[data-older="waiting"]')).toBeInViewport();
	await room.server.start();
	await expect(anna.rows).toHaveCount(1200);
});

test('what was written offline into a segment that is closed by then goes to the next one, once, in its order', async ({
	browser
}) => {
	const hers = await browser.newContext();
	const cable = await Cable.lay(hers);
	const anna = await open(hers, ANNA);
	const boris = await open(await browser.newContext(), BORIS);
	await anna.send('before');
	await boris.hasDelivered(['before']);
	await anna.isInstalled();

	await cable.pull();
	await anna.isOffline();
	const written = ['offline one', 'offline two', 'offline three'];
	for (const text of written) await anna.send(text);
	await anna.reload();
	await anna.isInRoom('General');
	await anna.hasPending(written);
	await fillRoom(room.server.origin, room.boris, room.roomId, numbered(1, SEGMENT_MAX_ENTRIES));
	await boris.send('on the new page');
	await boris.hasDelivered(['on the new page']);

	await cable.plugIn();
	await anna.hasDelivered(written);
	await boris.hasDelivered(written);
	const end = ['on the new page', ...written];
	for (const device of [anna, boris]) {
		const texts = await device.texts();
		expect(texts.slice(-end.length)).toEqual(end);
		expect(new Set(texts).size).toBe(texts.length);
	}
	await anna.reload();
	await anna.isInRoom('General');
	await anna.hasDelivered(written);
});

test('a segment that is closed while two people look on takes nothing off their screens, and both write on', async ({
	browser
}) => {
	await fillRoom(room.server.origin, room.boris, room.roomId, numbered(1, SEGMENT_MAX_ENTRIES - 2));
	await readTo(room.server.origin, room.anna.cookie, room.roomId, SEGMENT_MAX_ENTRIES - 2);
	const anna = await open(await browser.newContext(), ANNA);
	const boris = await open(await browser.newContext(), BORIS);
	for (const device of [anna, boris]) {
		await expect(device.message(`no ${SEGMENT_MAX_ENTRIES - 2}`)).toBeInViewport();
		await device.watchForVanishing();
	}
	const said: string[] = [];
	for (let turn = 1; turn <= 2; turn++) {
		for (const [device, name] of [
			[anna, 'Anna'],
			[boris, 'Борис']
		] as const) {
			await device.send(`${name} ${turn}`);
			said.push(`${name} ${turn}`);
		}
	}
	for (const device of [anna, boris]) {
		await device.hasDelivered(said);
		await expect(device.message(said.at(-1) ?? '')).toBeInViewport();
		expect(await device.vanished()).toEqual([]);
	}
	expect(await anna.texts()).toEqual(await boris.texts());
	expect(new Set(await anna.texts()).size).toBe(SEGMENT_MAX_ENTRIES - 2 + said.length);
	await anna.hasCopyOf(segmentName(room.roomId, 1));
});
