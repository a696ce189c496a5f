import { expect, type Browser } from '@playwright/test';
import { axeFindsNothing } from '../support/axe.ts';
import { Device } from '../support/device.ts';
import { arrive, type Present } from '../support/gathering.ts';
import { ANNA, BORIS } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

// Three browsers, on whatever machine this is.
test.describe.configure({ timeout: 240_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

interface Team {
	laptop: Present;
	/** Anna's other device. */
	phone: Device;
	boris: Present;
}

/** Anna at two devices and Борис at one, in a room in which she has said something. */
async function annaHasSpoken(browser: Browser, said = 'tee at three'): Promise<Team> {
	const laptop = await arrive(browser, server.origin, ANNA, INSTALLED);
	await laptop.device.createRoom('General');
	await laptop.device.send(said);
	await laptop.device.hasDelivered([said]);
	const phone = await Device.open(await browser.newContext({ viewport: { width: 390, height: 844 } }), server.origin);
	await phone.signIn(ANNA);
	await phone.page.goto(laptop.page.url());
	await phone.isInRoom('General');
	const boris = await arrive(browser, server.origin, BORIS);
	await boris.device.joinRoom('General');
	for (const device of [phone, boris.device]) await device.hasDelivered([said]);
	return { laptop, phone, boris };
}

/** The box for words while a message is edited. */
const edit = ({ page }: { page: Device['page'] }) => page.getByRole('textbox', { name: 'Edit your message' });

/** Chooses from a message's menu by the keyboard alone. */
async function choose(device: Device, text: string, item: string): Promise<void> {
	await device.message(text).focus();
	await device.page.keyboard.press('Enter');
	await device.page.getByRole('menuitem', { name: item }).focus();
	await device.page.keyboard.press('Enter');
}

test('the last own message is edited by the keyboard alone, and everyone sees the new words and that it was', async ({
	browser
}) => {
	const { laptop, phone, boris } = await annaHasSpoken(browser);
	const { device, page } = laptop;
	await boris.device.send('when?');
	await device.hasDelivered(['when?']);
	await device.composer.fill('half a thought');
	await device.composer.fill('');
	await device.composer.press('ArrowUp');
	await expect(edit(device)).toHaveValue('tee at three');
	await expect(page.getByText('Editing', { exact: true })).toBeVisible();
	await axeFindsNothing(page);
	await edit(device).press('Escape');
	await expect(device.composer).toHaveValue('');
	await device.composer.press('ArrowUp');
	await edit(device).fill('tea at three');
	await edit(device).press('Enter');
	await expect(device.composer).toBeFocused();
	for (const seen of [device, phone, boris.device]) {
		await expect(seen.message('tea at three')).toContainText('edited');
		await expect(seen.message('tee at three')).toHaveCount(0);
	}
	await expect(boris.device.message('tea at three')).toHaveAccessibleName(/tea at three.*Edited \d/i);
});

test('what a message said before is shown to its author and to who owns the room, and to nobody else', async ({
	browser
}) => {
	const { laptop, boris } = await annaHasSpoken(browser);
	await boris.device.send('god morning');
	await boris.device.hasDelivered(['god morning']);
	await boris.device.composer.press('ArrowUp');
	await edit(boris.device).fill('good morning');
	await edit(boris.device).press('Enter');
	for (const { device, page } of [boris, laptop]) {
		await expect(device.message('good morning')).toContainText('edited');
		await choose(device, 'good morning', 'Edit history');
		const dialog = page.getByRole('dialog', { name: 'What this message said' });
		await expect(dialog.getByRole('listitem')).toHaveText([/Now.*good morning/s, /god morning/]);
		await axeFindsNothing(page);
		await page.keyboard.press('Escape');
		await expect(dialog).toHaveCount(0);
	}
	await laptop.device.composer.press('ArrowUp');
	await edit(laptop.device).fill('tea at three');
	await edit(laptop.device).press('Enter');
	await expect(boris.device.message('tea at three')).toContainText('edited');
	await boris.device.message('tea at three').focus();
	await boris.page.keyboard.press('Enter');
	await expect(boris.page.getByRole('menuitem', { name: 'Copy text' })).toBeVisible();
	await expect(boris.page.getByRole('menuitem', { name: 'Edit history' })).toHaveCount(0);
});

test('offline, sent and unsent words are changed at once, survive a reload, and nobody hears of the first ones', async ({
	browser
}) => {
	const { laptop, phone, boris } = await annaHasSpoken(browser);
	const { device, page, cable } = laptop;
	await device.isInstalled();
	await boris.device.watchForVanishing();
	await cable.pull();
	await device.isOffline();
	await choose(device, 'tee at three', 'Edit');
	await edit(device).fill('tea at three');
	await edit(device).press('Enter');
	await expect(device.message('tea at three')).toContainText('edited');
	await device.send('frist words');
	await device.composer.press('ArrowUp');
	await edit(device).fill('first words');
	await edit(device).press('Enter');
	await expect(device.message('first words')).not.toContainText('edited');
	await device.reload();
	await device.hasPending(['first words']);
	await expect(device.message('tea at three')).toContainText('edited');
	await cable.plugIn();
	for (const seen of [device, phone, boris.device]) {
		await seen.hasDelivered(['tea at three', 'first words']);
		await expect(seen.message('first words')).not.toContainText('edited');
	}
	await expect(page.getByText('frist words')).toHaveCount(0);
	expect(await boris.device.vanished()).toEqual([]);
});

test('an edit that is half written waits through a reload, and so does the draft under it', async ({ browser }) => {
	const { laptop, phone } = await annaHasSpoken(browser);
	const { device } = laptop;
	await device.composer.fill('a draft');
	await device.draftIsStored('a draft');
	await choose(device, 'tee at three', 'Edit');
	await edit(device).fill('tea at');
	await device.turnsAway();
	await device.turnsBack();
	await device.reload();
	await expect(edit(device)).toHaveValue('tea at');
	await expect(phone.composer).toHaveValue('a draft');
	await edit(device).press('Escape');
	await expect(device.composer).toHaveValue('a draft');
	await device.reload();
	await device.isInRoom('General');
	await expect(device.composer).toHaveValue('a draft');
});

test('an edit that comes too late is undone, says why, and gives its words back', async ({ browser }) => {
	const { laptop, boris } = await annaHasSpoken(browser);
	await boris.device.send('rude words');
	await laptop.device.hasDelivered(['rude words']);
	await boris.cable.pull();
	await boris.device.isOffline();
	await boris.device.composer.press('ArrowUp');
	await edit(boris.device).fill('kind words');
	await edit(boris.device).press('Enter');
	await expect(boris.device.message('kind words')).toContainText('edited');
	await choose(laptop.device, 'rude words', 'Delete');
	await laptop.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
	await expect(laptop.device.message('rude words')).toHaveCount(0);
	await boris.cable.plugIn();
	await boris.page.getByRole('button', { name: 'What happened' }).click();
	const dialog = boris.page.getByRole('dialog');
	await expect(dialog).toContainText('Your edit in General was not saved. The message had been deleted by then.');
	await expect(dialog).toContainText('kind words');
	await expect(dialog.getByRole('button', { name: 'Copy' })).toBeVisible();
	await axeFindsNothing(boris.page);
});

test('a deleted message can be brought back by the keyboard, and until then nobody hears of it', async ({
	browser
}) => {
	const { laptop, phone, boris } = await annaHasSpoken(browser);
	const { device, page } = laptop;
	await choose(device, 'tee at three', 'Delete');
	const undo = page.getByRole('button', { name: 'Undo' });
	await expect(undo).toBeFocused();
	await expect(page.getByText('You can undo this for 10 seconds')).toBeAttached();
	await expect(device.rows).toContainText(['Deleted']);
	await page.keyboard.press('Enter');
	await expect(device.message('tee at three')).toBeFocused();
	// Twelve seconds later nobody has heard of it, and another deletion has been carried out in that time.
	await device.send('a slip');
	await choose(device, 'a slip', 'Delete');
	await expect(undo).toBeFocused();
	await expect(phone.message('a slip')).toBeVisible();
	await expect(undo).toHaveCount(0, { timeout: 15_000 });
	await expect(page.locator(':focus')).toHaveAttribute('data-message');
	for (const seen of [device, phone, boris.device]) {
		await expect(seen.page.locator('[data-deleted]')).toHaveCount(1, { timeout: 15_000 });
		await seen.hasDelivered(['tee at three']);
		await expect(seen.message('a slip')).toHaveCount(0);
	}
});

test('a deletion stands when the tab is closed within its ten seconds, and an undo stands as well', async ({
	browser
}) => {
	const { laptop, boris } = await annaHasSpoken(browser);
	const { device, page } = laptop;
	await device.send('a slip');
	await boris.device.hasDelivered(['a slip']);
	await choose(device, 'tee at three', 'Delete');
	await page.getByRole('button', { name: 'Undo' }).click();
	await device.hasDelivered(['tee at three']);
	await choose(device, 'a slip', 'Delete');
	await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
	const { context } = device;
	const url = page.url();
	await page.close();
	const again = new Device(await context.newPage(), server.origin);
	await again.page.goto(url);
	await again.isInRoom('General');
	await expect(boris.page.locator('[data-deleted]')).toHaveCount(1, { timeout: 20_000 });
	await boris.device.hasDelivered(['tee at three']);
});

test('what was deleted before it was sent reaches nobody, and what was undone does', async ({ browser }) => {
	const { laptop, phone, boris } = await annaHasSpoken(browser);
	const { device, page, cable } = laptop;
	await device.isInstalled();
	await cable.pull();
	await device.isOffline();
	await device.send('never mind');
	await device.send('after all');
	await choose(device, 'never mind', 'Delete');
	await choose(device, 'after all', 'Delete');
	await page.getByRole('button', { name: 'Undo' }).last().click();
	await device.hasPending(['after all']);
	await device.reload();
	await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(1);
	await cable.plugIn();
	for (const seen of [device, phone, boris.device]) {
		await seen.hasDelivered(['after all']);
		await expect(seen.message('never mind')).toHaveCount(0);
	}
	await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0, { timeout: 15_000 });
	await expect(page.locator('[data-deleted]')).toHaveCount(0);
});

test('an edit that leaves no words asks whether the message is to go', async ({ browser }) => {
	const { laptop } = await annaHasSpoken(browser);
	const { device, page } = laptop;
	await device.composer.press('ArrowUp');
	await edit(device).fill('');
	await edit(device).press('Enter');
	const dialog = page.getByRole('dialog', { name: 'Delete this message?' });
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await expect(edit(device)).toBeFocused();
	await edit(device).press('Enter');
	await dialog.getByRole('button', { name: 'Delete' }).click();
	await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
	await expect(device.composer).toBeFocused();
	await axeFindsNothing(page);
});

test('two devices that edit one message at once end with the same words, and the others are in what it said', async ({
	browser
}) => {
	const { laptop, phone, boris } = await annaHasSpoken(browser);
	const { device, cable } = laptop;
	await device.isInstalled();
	await cable.pull();
	await device.isOffline();
	for (const [writer, words] of [
		[device, 'from the laptop'],
		[phone, 'from the phone']
	] as const) {
		await writer.composer.press('ArrowUp');
		await edit(writer).fill(words);
		await edit(writer).press('Enter');
	}
	await boris.device.hasDelivered(['from the phone']);
	await cable.plugIn();
	for (const seen of [device, phone, boris.device]) await seen.hasDelivered(['from the laptop']);
	await choose(device, 'from the laptop', 'Edit history');
	await expect(device.page.getByRole('dialog').getByRole('listitem')).toHaveText([
		/from the laptop/,
		/from the phone/,
		/tee at three/
	]);
});
