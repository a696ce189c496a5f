import { expect, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { axeFindsNothing } from '../support/axe.ts';
import { arrive, openDetails, readsUndone, roomIdOf, type Present } from '../support/gathering.ts';
import { ANNA, BORIS, IRYNA, login, register } from '../support/people.ts';
import { call, CallError, createRoom, joinRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

// Up to three people, each at a browser of their own, on whatever machine this is.
test.describe.configure({ timeout: 240_000 });

const PHONE = { width: 390, height: 844 };

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

async function annaAndBoris(
	browser: Browser,
	options: BrowserContextOptions = {}
): Promise<{ anna: Present; boris: Present; roomId: string }> {
	const anna = await arrive(browser, server.origin, ANNA, options);
	await anna.device.createRoom('General');
	const roomId = roomIdOf(anna.page);
	const boris = await arrive(browser, server.origin, BORIS, options);
	await boris.device.joinRoom('General');
	await anna.device.seesHere(1);
	return { anna, boris, roomId };
}

/** In the open details. */
async function renames(page: Page, title: string): Promise<void> {
	await page.getByRole('button', { name: 'Change the name' }).click();
	await page.getByRole('textbox', { name: 'Name' }).fill(title);
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
}

test('of two names given on two devices offline one stays, and the other is taken back with a sentence', async ({
	browser
}) => {
	const { anna, boris, roomId } = await annaAndBoris(browser, INSTALLED);
	const [{ cookie }, { account }] = [await login(server.origin, ANNA), await login(server.origin, BORIS)];
	const role = `/api/v1/rooms/${roomId}/members/${account.id}/role`;
	await call(server.origin, 'POST', role, { cookie, body: { role: 'moderator' } });
	await openDetails(anna.page);
	await openDetails(boris.page);
	await expect(boris.page.getByRole('button', { name: 'Change the name' })).toBeVisible();
	for (const { cable, device } of [anna, boris]) {
		await cable.pull();
		await device.isOffline();
	}
	await renames(anna.page, 'Kitchen');
	await renames(boris.page, 'Canteen');

	await anna.cable.plugIn();
	await anna.device.isOnline();
	await expect
		.poll(async () => {
			const answer = await fetch(`${server.origin}/api/v1/rooms/${roomId}`, { headers: { cookie } });
			return ((await answer.json()) as { title: string }).title;
		})
		.toBe('Kitchen');
	await boris.cable.plugIn();
	await expect(boris.page.getByRole('heading', { name: 'Kitchen', level: 1 })).toBeVisible();
	await readsUndone(boris.page, /did not get the name Canteen/, /Now it is “Kitchen”/);
	await expect(anna.page.getByRole('heading', { name: 'Kitchen', level: 1 })).toBeVisible();
});

test('a name that would turn or climb over the words around it is refused with a sentence', async ({ browser }) => {
	const { page, device } = await arrive(browser, server.origin, ANNA);
	await page.goto(`${server.origin}/new?room`);
	const field = page.getByRole('textbox', { name: 'Name' });
	for (const title of ['safe\u202egnp.exe', `Z${'\u0301'.repeat(60)}`]) {
		await field.fill(title);
		await page.getByRole('button', { name: 'Create room' }).click();
		await expect(page.getByText(/This can’t be shown safely/)).toBeVisible();
		await expect(field).toBeFocused();
	}
	await field.fill('Кава ☕');
	await page.getByRole('button', { name: 'Create room' }).click();
	await device.isInRoom('Кава ☕');
	const { cookie } = await login(server.origin, ANNA);
	const marks = `Z${'\u0301'.repeat(200)}`;
	await expect(createRoom(server.origin, cookie, { title: marks, kind: 'public' })).rejects.toThrow(CallError);
});

test('an invite link with one use lets in one of two who open it at once', async ({ browser }) => {
	const { page, device } = await arrive(browser, server.origin, ANNA);
	await device.createRoom('General');
	await openDetails(page);
	await page.getByText('Invite links').click();
	await expect(page.getByText('No links at the moment.')).toBeVisible();
	await page.getByRole('button', { name: 'Make a link' }).click();
	const link = page.getByRole('status', { name: 'Your new link' });
	await expect(link).toContainText('/invite#');
	await expect(page.getByText(/0 of 1 used/)).toBeVisible();
	const token = new URL((await link.textContent()) ?? '').hash.slice(1);
	const both = await Promise.all([BORIS, IRYNA].map((person) => register(server.origin, person)));
	const answers = await Promise.allSettled(
		both.map(({ cookie }) => call(server.origin, 'POST', '/api/v1/invites/accept', { cookie, body: { token } }))
	);
	expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	await expect(page.getByRole('complementary').getByRole('heading', { name: '2 members' })).toBeVisible();
});

test('a link that is taken back lets nobody in', async ({ browser }) => {
	const { page, device } = await arrive(browser, server.origin, ANNA);
	await device.createRoom('General');
	await openDetails(page);
	await page.getByText('Invite links').click();
	await page.getByRole('button', { name: 'Make a link' }).click();
	const url = (await page.getByRole('status', { name: 'Your new link' }).textContent()) ?? '';
	await page.getByRole('button', { name: /Take back/ }).click();
	await expect(page.getByText('No links at the moment.')).toBeVisible();
	const { cookie } = await register(server.origin, BORIS);
	const body = { token: new URL(url).hash.slice(1) };
	await expect(call(server.origin, 'POST', '/api/v1/invites/accept', { cookie, body })).rejects.toThrow(/link-over/);
});

test('where only announcements are made members read, and in an archived room nobody writes', async ({ browser }) => {
	const { anna, boris } = await annaAndBoris(browser);
	await openDetails(anna.page);
	await anna.page.getByText('How people write here').click();
	await anna.page.getByRole('switch', { name: 'Announcements only' }).click();
	await expect(boris.page.getByText('Only moderators and owners write here.')).toBeVisible();
	await expect(boris.device.composer).toHaveCount(0);
	await anna.device.send('please read');
	await boris.device.hasDelivered(['please read']);

	await anna.page.getByRole('button', { name: 'Archive room' }).click();
	for (const { page, device } of [anna, boris]) {
		await expect(page.getByText(/This room is archived/)).toBeVisible();
		await expect(device.composer).toHaveCount(0);
	}
	await boris.page.goto(`${server.origin}/browse`);
	await expect(boris.page.getByRole('main').getByRole('heading', { name: 'Archived' })).toBeVisible();

	await anna.page.getByRole('button', { name: 'Bring back from the archive' }).click();
	await expect(anna.device.composer).toBeVisible();
});

test('the details say what was said last and what has become of it', async ({ browser }) => {
	const { page, device, cable } = await arrive(browser, server.origin, ANNA);
	await device.createRoom('General');
	await openDetails(page);
	await device.send('first');
	await device.hasDelivered(['first']);
	const panel = page.getByRole('complementary');
	await expect(panel.getByText(/^Last: You: first · /)).toBeVisible();
	await expect(panel.getByText('On this device, not sent yet')).toHaveCount(0);
	await cable.pull();
	await device.isOffline();
	await device.send('second');
	await expect(panel.getByText(/^Last: You: second · /)).toBeVisible();
	await expect(panel.getByText('On this device, not sent yet')).toBeVisible();
	await cable.plugIn();
	await device.hasDelivered(['second']);
	await expect(panel.getByText('On this device, not sent yet')).toHaveCount(0);
});

test('who writes too fast in slow mode reads how long to wait, and somebody is brought in by username', async ({
	browser
}) => {
	const { anna, boris } = await annaAndBoris(browser);
	await register(server.origin, IRYNA);
	await openDetails(anna.page);
	await anna.page.getByText('How people write here').click();
	await anna.page.getByLabel('Slow mode').selectOption({ label: '1 minute' });
	await boris.device.send('one');
	await boris.device.hasDelivered(['one']);
	await expect(boris.page.getByText(/Slow mode/)).toBeVisible();
	await anna.page.getByRole('button', { name: 'Add people' }).click();
	const dialog = anna.page.getByRole('dialog', { name: 'Add people to General' });
	await dialog.getByLabel('Or by username').fill('@iryna');
	await dialog.getByRole('button', { name: 'Add', exact: true }).click();
	await expect(anna.device.member('Ірина')).toBeVisible();
});

test('a public room is found by what it is for, and joined', async ({ browser }) => {
	const { cookie } = await register(server.origin, ANNA);
	await createRoom(server.origin, cookie, { title: 'Kitchen', kind: 'public', topic: 'Lunch and leftovers' });
	await createRoom(server.origin, cookie, { title: 'Garden', kind: 'public' });
	await createRoom(server.origin, cookie, { title: 'Secrets', kind: 'private' });
	const { page, device } = await arrive(browser, server.origin, BORIS);
	await page.getByRole('link', { name: 'Browse rooms' }).first().click();
	await expect(page.getByRole('heading', { name: 'Garden' })).toBeVisible();
	await page.getByRole('searchbox', { name: 'Search rooms' }).fill('leftov');
	await expect(page.getByRole('heading', { name: 'Garden' })).toHaveCount(0);
	await expect(page.getByRole('heading', { name: 'Secrets' })).toHaveCount(0);
	await page.getByRole('button', { name: 'Join Kitchen' }).click();
	await device.isInRoom('Kitchen');
	await expect(page.getByRole('main').locator('header')).toContainText('Lunch and leftovers');
});

test('the last owner cannot leave, and is told what to do first', async ({ browser }) => {
	const { anna, boris } = await annaAndBoris(browser);
	await openDetails(anna.page);
	await anna.page.getByRole('button', { name: 'Leave room' }).click();
	const dialog = anna.page.getByRole('dialog', { name: 'Leave General?' });
	await expect(dialog.getByText(/Make somebody else an owner first/)).toBeVisible();
	await expect(dialog.getByRole('button')).toHaveText(['Cancel']);
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	const row = anna.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'General' });
	await row.click({ button: 'right' });
	await anna.page.getByRole('menuitem', { name: 'Leave room' }).click();
	await expect(dialog.getByText(/Make somebody else an owner first/)).toBeVisible();
	await expect(dialog.getByRole('button')).toHaveText(['Cancel']);
	await dialog.getByRole('button', { name: 'Cancel' }).click();

	await anna.page.getByRole('button', { name: 'More: Борис' }).click();
	await anna.page.getByRole('menuitem', { name: 'Make owner' }).click();
	await expect(anna.device.member('Борис').getByText(/owner/)).toBeVisible();
	await anna.page.getByRole('button', { name: 'Leave room' }).click();
	await dialog.getByRole('button', { name: 'Leave room' }).click();
	await expect(row).toHaveCount(0);
	await expect(boris.page.getByRole('main').locator('header')).toContainText('1 member');
});

test('leaving a group is asked in the same words in its details and in the room list', async ({ browser }) => {
	const { account, cookie } = await register(server.origin, BORIS);
	const { page } = await arrive(browser, server.origin, ANNA);
	const { cookie: annas } = await login(server.origin, ANNA);
	const group = { title: 'Picnic', kind: 'group' as const, members: [account.id] };
	const { id } = await createRoom(server.origin, annas, group);
	await call(server.origin, 'POST', `/api/v1/rooms/${id}/members/${account.id}/role`, {
		cookie: annas,
		body: { role: 'owner' }
	});
	await page.goto(`${server.origin}/rooms/${id}/details`);
	const dialog = page.getByRole('dialog', { name: 'Leave Picnic?' });
	const words = /It is a group: only someone inside can bring you back/;
	await page.getByRole('button', { name: 'Leave room' }).click();
	await expect(dialog.getByText(words)).toBeVisible();
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	const row = page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'Picnic' });
	await row.click({ button: 'right' });
	await page.getByRole('menuitem', { name: 'Leave room' }).click();
	await expect(dialog.getByText(words)).toBeVisible();
	await dialog.getByRole('button', { name: 'Leave room' }).click();
	await expect(row).toHaveCount(0);
	await expect(page).toHaveURL(`${server.origin}/`);
	await expect
		.poll(async () => {
			const answer = await call(server.origin, 'GET', `/api/v1/rooms/${id}`, { cookie });
			return ((await answer.json()) as { members: unknown[] }).members.length;
		})
		.toBe(1);
});

test('a room is deleted for everyone only by whoever has typed its name', async ({ browser }) => {
	const { anna, boris } = await annaAndBoris(browser);
	await openDetails(anna.page);
	await anna.page.getByRole('button', { name: 'Delete room' }).click();
	const dialog = anna.page.getByRole('dialog', { name: 'Delete General?' });
	await dialog.getByRole('textbox').fill('Gen');
	await dialog.getByRole('button', { name: 'Delete room' }).click();
	await expect(dialog.getByText('This isn’t the room’s name yet.')).toBeVisible();
	await dialog.getByRole('textbox').fill('General');
	await dialog.getByRole('button', { name: 'Delete room' }).click();
	await expect(boris.page.getByText('This room isn’t open to you')).toBeVisible();
	await expect(anna.page.getByRole('navigation', { name: 'Rooms' }).getByRole('link', { name: 'General' })).toHaveCount(
		0
	);
});

for (const [size, viewport] of [
	['phone', PHONE],
	['desktop', { width: 1440, height: 900 }]
] as const) {
	test(`axe finds nothing in the details and where conversations begin (${size})`, async ({ browser }) => {
		const options = { viewport, reducedMotion: 'reduce' as const };
		const anna = await arrive(browser, server.origin, ANNA, options);
		const { cookie } = await register(server.origin, BORIS);
		await anna.device.createRoom('General');
		const roomId = roomIdOf(anna.page);
		await joinRoom(server.origin, cookie, roomId);
		await openDetails(anna.page);
		for (const part of ['How people write here', 'Invite links', 'Removed for good', 'Reports']) {
			await anna.page.getByText(part).click();
		}
		await expect(anna.page.getByText('No reports.')).toBeVisible();
		await axeFindsNothing(anna.page);
		await anna.page.getByRole('button', { name: 'More: Борис' }).click();
		await expect(anna.page.getByRole('menuitem', { name: 'Make owner' })).toBeVisible();
		await axeFindsNothing(anna.page);
		await anna.page.keyboard.press('Escape');
		await anna.page.getByRole('button', { name: 'Add people' }).click();
		await axeFindsNothing(anna.page);
		for (const path of ['/new', '/new?room', '/browse']) {
			await anna.page.goto(`${server.origin}${path}`);
			await anna.device.isOnline();
			await axeFindsNothing(anna.page);
		}
	});
}
