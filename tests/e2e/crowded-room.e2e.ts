import { expect, type Browser } from '@playwright/test';
import { ROOM_MEMBERS_MAX } from '../../src/lib/protocol/limits.ts';
import { joinAll, oneOfCrowd, signUpCrowd } from '../support/crowd.ts';
import { Device } from '../support/device.ts';
import { openDetails } from '../support/gathering.ts';
import { ANNA, register, type SignedIn } from '../support/people.ts';
import { createRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

test.describe.configure({ timeout: 120_000 });

/** Everyone but Anna. */
const CROWD = ROOM_MEMBERS_MAX - 1;

let server: TestServer;
let anna: SignedIn;
let crowd: string[];
test.beforeEach(async () => {
	server = await TestServer.start();
	anna = await register(server.origin, ANNA);
	crowd = await signUpCrowd(server, anna, CROWD);
});
test.afterEach(() => server.dispose());

async function signIn(browser: Browser, who: typeof ANNA): Promise<Device> {
	const device = await Device.open(await browser.newContext(), server.origin);
	await device.signIn(who);
	await device.isOnline();
	return device;
}

test('a room of five hundred opens, draws a screen of its members, finds anyone and reaches whom it names', async ({
	browser
}) => {
	const { id } = await createRoom(server.origin, anna.cookie, { title: 'General', kind: 'public' });
	await joinAll(server.origin, crowd, id);
	const device = await signIn(browser, ANNA);
	await device.openRoom('General');
	await expect(device.page.getByRole('main').locator('header')).toContainText(`${ROOM_MEMBERS_MAX} members`);
	await openDetails(device.page);
	const members = device.page.getByRole('list', { name: 'Members' }).getByRole('listitem');
	await expect(members).toHaveCount(40);
	const field = device.page.getByRole('searchbox', { name: 'Search members' });
	await field.pressSequentially('crowd 477');
	await expect(members.first()).toContainText('@crowd477');
	await field.fill('');
	await device.page.getByRole('button', { name: `Show all ${ROOM_MEMBERS_MAX}` }).click();
	await expect(members).toHaveCount(ROOM_MEMBERS_MAX);

	const named = await signIn(browser, oneOfCrowd(477));
	await device.send('@crowd477 what do you think?');
	await expect(named.page.getByRole('navigation', { name: 'Rooms' }).locator('[data-unread]')).toHaveText('@1');
});

test('among five hundred a few letters find whom to write to, and whom to bring into a room', async ({ browser }) => {
	await createRoom(server.origin, anna.cookie, { title: 'Kitchen', kind: 'private' });
	const device = await signIn(browser, ANNA);
	const { page } = device;
	await device.openRoom('Kitchen');
	await openDetails(page);
	await page.getByRole('button', { name: 'Add people' }).click();
	const dialog = page.getByRole('dialog', { name: 'Add people to Kitchen' });
	await expect(dialog.getByRole('option')).toHaveCount(50);
	await dialog.getByRole('combobox').pressSequentially('crowd 477');
	await expect(dialog.getByRole('option').first()).toContainText('@crowd477');
	await page.keyboard.press('Enter');
	await dialog.getByRole('button', { name: 'Add', exact: true }).click();
	await expect(device.member('Crowd 477')).toBeVisible();

	await page.goto(`${server.origin}/new`);
	await page.getByRole('combobox', { name: /Whom do you want/ }).pressSequentially('crwd 311');
	await expect(page.getByRole('option').first()).toContainText('@crowd311');
	await page.keyboard.press('Enter');
	await page.keyboard.press('Enter');
	await device.isInRoom('Crowd 311');
});
