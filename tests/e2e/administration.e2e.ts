import { expect, type Browser } from '@playwright/test';
import type { MadeInvite } from '../../src/lib/protocol/rest-rooms.ts';
import { Device } from '../support/device.ts';
import { ANNA, BORIS, IRYNA, register } from '../support/people.ts';
import { createRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

async function open(browser: Browser): Promise<Device> {
	return Device.open(await browser.newContext(), server.origin);
}

test('where registration is by invitation, a link lets one person in and nobody after them', async ({ browser }) => {
	const [anna, boris, iryna] = [await open(browser), await open(browser), await open(browser)];
	await anna.signUp(ANNA);
	await anna.page.goto(`${server.origin}/admin/workspace`);
	await anna.page.getByRole('radio', { name: 'By invitation' }).check();
	await expect(anna.page.getByText('Saved')).toBeVisible();
	await anna.page.getByRole('link', { name: 'Invitations' }).click();
	await anna.page.getByRole('button', { name: 'Make link' }).click();
	const link = await anna.page.getByLabel('Invitation link').innerText();

	await boris.page.goto(`${server.origin}/sign-up`);
	await expect(boris.page.getByText('This workspace is by invitation')).toBeVisible();
	await boris.page.goto(link);
	await expect(boris.page.getByText('Anna invites you to Tidings.')).toBeVisible();
	await boris.page.getByRole('link', { name: 'Create an account' }).click();
	await boris.fillInAccount(BORIS);
	await boris.isInside();
	await expect(boris.page).toHaveURL(`${server.origin}/`);

	await iryna.page.goto(link);
	await expect(iryna.page.getByText('This invitation no longer works')).toBeVisible();
	await anna.page.reload();
	await expect(anna.page.getByText('No invitation is open.')).toBeVisible();
});

test('where nobody can make an account, a stranger reads so and finds no form', async ({ browser }) => {
	const [anna, stranger] = [await open(browser), await open(browser)];
	await anna.signUp(ANNA);
	await stranger.page.goto(`${server.origin}/sign-up`);
	const form = stranger.page.getByRole('button', { name: 'Create account' });
	await expect(form).toBeVisible();
	await anna.page.goto(`${server.origin}/admin/workspace`);
	await anna.page.getByRole('radio', { name: 'Nobody' }).check();
	await expect(anna.page.getByText('Saved')).toBeVisible();

	// Who has the form open from before is told when they send it.
	await stranger.fillInAccount(BORIS);
	const closed = stranger.page.getByText('New accounts aren’t being made here at the moment.');
	await expect(closed).toBeVisible();
	await stranger.reload();
	await expect(closed).toBeVisible();
	await expect(form).toHaveCount(0);
	await expect(stranger.page.getByRole('textbox')).toHaveCount(0);
});

test('a link into a room survives a sign-up and a sign-in, and ends in that room', async ({ browser }) => {
	const [anna, boris, iryna] = [await open(browser), await open(browser), await open(browser)];
	await anna.signUp(ANNA);
	await anna.createRoom('Harbour');
	const roomId = new URL(anna.page.url()).pathname.split('/').at(-1);
	const answer = await anna.context.request.post(`${server.origin}/api/v1/rooms/${roomId}/invites`, {
		headers: { origin: server.origin },
		data: { lastsHours: 1, uses: 5, role: 'member' }
	});
	const { url } = (await answer.json()) as MadeInvite;
	await boris.page.goto(url);
	await expect(boris.page.getByText('Anna invites you to the room “Harbour”')).toBeVisible();
	await boris.page.getByRole('link', { name: 'Create an account' }).click();
	await boris.fillInAccount(BORIS);
	await boris.isInRoom('Harbour');

	await iryna.signUp(IRYNA);
	await iryna.signOut();
	await expect(iryna.page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await iryna.page.goto(url);
	await iryna.page.getByRole('link', { name: 'Sign in' }).click();
	await iryna.page.getByLabel('Email').fill(IRYNA.email);
	await iryna.page.getByLabel('Password', { exact: true }).fill(IRYNA.password);
	await iryna.page.getByRole('button', { name: 'Sign in' }).click();
	await iryna.page.getByRole('button', { name: 'Join as Ірина' }).click();
	await iryna.isInRoom('Harbour');
});

test('a deep link leads through the sign-in to where it pointed', async ({ browser }) => {
	const [anna, phone] = [await open(browser), await open(browser)];
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	const details = `${anna.page.url()}/details`;
	await phone.page.goto(details);
	await phone.page.getByLabel('Email').fill(ANNA.email);
	await phone.page.getByLabel('Password', { exact: true }).fill(ANNA.password);
	await phone.page.getByRole('button', { name: 'Sign in' }).click();
	await expect(phone.page.getByRole('heading', { name: 'General', level: 1 })).toBeVisible();
	await expect(phone.page).toHaveURL(details);
});

test('a member who is made an administrator sees the administration without a reload', async ({ browser }) => {
	const [anna, boris] = [await open(browser), await open(browser)];
	await anna.signUp(ANNA);
	await boris.signUp(BORIS);
	await boris.page.goto(`${server.origin}/admin/members`);
	await expect(boris.page.getByText('This is for owners and administrators')).toBeVisible();
	await expect(boris.page.getByText('ask: Anna')).toBeVisible();

	await anna.page.goto(`${server.origin}/admin/members`);
	await anna.page.getByRole('button', { name: /Борис/ }).click();
	await anna.page.getByLabel('Role').selectOption('Administrator');
	await expect(boris.page.getByRole('button', { name: /Anna/ })).toBeVisible();
	await boris.page.getByRole('main').getByRole('button', { name: /Anna/ }).click();
	await expect(boris.page.getByText('Only an owner can change this account.')).toBeVisible();

	await anna.page.getByRole('link', { name: 'Audit log' }).click();
	await anna.page.getByLabel('What').selectOption('Workspace role changed');
	const entries = anna.page.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
	await expect(entries).toHaveCount(1);
	await expect(entries).toContainText('Anna · Workspace role changed');
	await expect(entries).toContainText('Борис · role: Administrator');
});

test('the audit log is narrowed by who and by what, and comes back', async ({ browser }) => {
	const anna = await open(browser);
	await anna.signUp(ANNA);
	await anna.createRoom('Harbour');
	const { cookie } = await register(server.origin, BORIS);
	await createRoom(server.origin, cookie, { title: 'Kitchen', kind: 'public' });
	await anna.page.goto(`${server.origin}/admin/audit`);
	const entries = anna.page.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
	await expect(entries.filter({ hasText: 'Борис · Room created' })).toHaveCount(1);
	const all = await entries.allTextContents();

	await anna.page.getByLabel('What').selectOption('Room created');
	await expect(entries).toHaveText([/Борис · Room created/, /Anna · Room created/]);
	await anna.page.getByLabel('Who').selectOption('Anna');
	await expect(entries).toHaveText([/Anna · Room created.*Harbour/]);
	await anna.page.getByLabel('What').selectOption('Room deleted');
	await expect(anna.page.getByText('Nothing found')).toBeVisible();
	await anna.page.getByLabel('What').selectOption('Everything');
	await expect(entries.filter({ hasText: 'Account created' })).toHaveCount(1);
	await expect(entries.filter({ hasText: 'Борис' })).toHaveCount(0);
	await anna.page.getByLabel('Who').selectOption('Everyone');
	await expect(entries).toHaveText(all);
});

test('a reported message is seen and settled by an administrator', async ({ browser }) => {
	const [anna, boris] = [await open(browser), await open(browser)];
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await anna.send('something rude');
	await anna.hasDelivered(['something rude']);
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	await boris.hasDelivered(['something rude']);
	const [room, message] = [
		new URL(boris.page.url()).pathname,
		await boris.message('something rude').getAttribute('data-message')
	];
	await boris.context.request.post(`${server.origin}/api/v1${room}/messages/${message}/report`, {
		headers: { origin: server.origin },
		data: { reason: 'Not kind' }
	});
	await anna.page.goto(`${server.origin}/admin/reports`);
	const report = anna.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Not kind' });
	await expect(report).toContainText('something rude');
	await report.getByRole('button', { name: 'Mark as resolved' }).click();
	await expect(anna.page.getByText('No open reports')).toBeVisible();
	await anna.page.getByRole('switch', { name: 'Show resolved ones too' }).check();
	await expect(report).toContainText('Resolved by Anna');
});
