import { expect } from '@playwright/test';
import type { MadeInvite } from '../../src/lib/protocol/rest-rooms.ts';
import { axeFindsNothing } from '../support/axe.ts';
import { Device } from '../support/device.ts';
import { arrive, openCard, roomIdOf, seesInPeople } from '../support/gathering.ts';
import { ANNA, BORIS, IRYNA, login, register } from '../support/people.ts';
import { call, createRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

// Up to three people, each at a browser of their own, on whatever machine this is.
test.describe.configure({ timeout: 240_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

test('people are found by name in any spelling, online or not, and nobody finds themselves', async ({ browser }) => {
	const anna = await arrive(browser, server.origin, ANNA, INSTALLED);
	await register(server.origin, BORIS);
	await register(server.origin, IRYNA);
	await seesInPeople(anna.page, 'Борис');
	await seesInPeople(anna.page, 'Ірина');
	await anna.cable.pull();
	await anna.device.isOffline();
	const list = anna.page.getByRole('list', { name: 'People' });
	await expect(list.getByRole('listitem')).toHaveCount(2);
	const field = anna.page.getByRole('searchbox', { name: 'Search people' });
	await field.fill('бори');
	await expect(list.getByRole('listitem')).toHaveText([/Борис/]);
	await field.fill('@iryna');
	await expect(list.getByRole('listitem')).toHaveText([/Ірина/]);
	await field.fill('xyz');
	await expect(anna.page.getByText('Nobody by that name here.')).toBeVisible();
	await field.press('Escape');
	await expect(list.getByRole('listitem')).toHaveCount(2);
});

test('a request for contact waits for a connection, is answered, and holds on both sides', async ({ browser }) => {
	const anna = await arrive(browser, server.origin, ANNA, INSTALLED);
	const boris = await arrive(browser, server.origin, BORIS);
	await seesInPeople(anna.page, 'Борис');
	await anna.cable.pull();
	await anna.device.isOffline();
	await openCard(anna.page, 'Борис');
	await anna.page.getByRole('button', { name: 'Add to contacts' }).click();
	await expect(anna.page.getByText('You’ve asked Борис to be your contact.')).toBeVisible();
	await anna.cable.plugIn();

	await boris.page.getByRole('link', { name: 'People', exact: true }).click();
	await boris.page.getByText('Requests', { exact: false }).first().click();
	await boris.page.getByRole('button', { name: 'Accept Anna' }).click();
	await expect(boris.page.getByText('No requests')).toBeVisible();
	await boris.page.getByText('Contacts', { exact: true }).click();
	await expect(boris.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveText([/Anna/]);
	await expect(anna.page.getByText('In your contacts')).toBeVisible();

	await anna.page.getByRole('button', { name: 'Remove from contacts' }).click();
	await expect(boris.page.getByText('No contacts yet')).toBeVisible();
});

test('the card says who somebody is, and a name above a message leads to it', async ({ browser }) => {
	const anna = await arrive(browser, server.origin, ANNA);
	const { cookie } = await register(server.origin, BORIS);
	await call(server.origin, 'PATCH', '/api/v1/me', {
		cookie,
		body: { about: 'Far too much tea.', timeZone: 'Asia/Kolkata', status: { emoji: '🌴', text: 'Away till Monday' } }
	});
	await anna.device.createRoom('General');
	const roomId = roomIdOf(anna.page);
	const boris = await Device.open(await browser.newContext(), server.origin);
	await boris.signIn(BORIS);
	await boris.joinRoom('General');
	await boris.send('good morning');
	await anna.device.hasDelivered(['good morning']);

	await anna.device.message('good morning').getByRole('link', { name: 'Борис' }).click();
	const card = anna.page.getByRole('complementary', { name: 'About Борис' });
	for (const text of [
		'@boris',
		/Away till Monday/,
		'Far too much tea.',
		/for them, .* h ahead of you/,
		'Online',
		'General'
	]) {
		await expect(card.getByText(text, { exact: typeof text === 'string' && text !== 'Online' }).first()).toBeVisible();
	}
	await axeFindsNothing(anna.page);
	await anna.page.keyboard.press('Escape');
	await expect(card).toHaveCount(0);
	expect(roomIdOf(anna.page)).toBe(roomId);
});

test('a guest finds only those who are in a room with them', async ({ browser }) => {
	const { cookie } = await register(server.origin, ANNA);
	await register(server.origin, IRYNA);
	const room = await createRoom(server.origin, cookie, { title: 'Visitors', kind: 'private' });
	const made = (await (
		await call(server.origin, 'POST', `/api/v1/rooms/${room.id}/invites`, {
			cookie,
			body: { lastsHours: 1, uses: 1, role: 'guest' }
		})
	).json()) as MadeInvite;
	const invite = new URL(made.url).hash.slice(1);
	await register(server.origin, { ...BORIS, invite });
	const boris = await Device.open(await browser.newContext(), server.origin);
	await boris.signIn(BORIS);
	await seesInPeople(boris.page, 'Anna');
	await expect(boris.page.getByRole('list', { name: 'People' }).getByRole('listitem')).toHaveText([/Anna/]);
	const { account } = await login(server.origin, IRYNA);
	await boris.page.goto(`${server.origin}/people/${account.id}`);
	await expect(boris.page.getByText('This person isn’t here')).toBeVisible();
});

test('the directory and a card are in order on a phone, and the way back leads home', async ({ browser }) => {
	const viewport = { width: 390, height: 844 };
	const options = { viewport, reducedMotion: 'reduce' as const };
	const anna = await arrive(browser, server.origin, ANNA, options);
	await register(server.origin, BORIS);
	await anna.page.goto(`${server.origin}/`);
	await seesInPeople(anna.page, 'Борис');
	await axeFindsNothing(anna.page);
	await openCard(anna.page, 'Борис');
	await axeFindsNothing(anna.page);
	await anna.page.goBack();
	await expect(anna.page.getByRole('heading', { name: 'People', level: 1 })).toBeVisible();
	await anna.page.getByRole('button', { name: 'Back to rooms' }).click();
	await expect(anna.page.getByRole('link', { name: 'People', exact: true })).toBeVisible();
});
