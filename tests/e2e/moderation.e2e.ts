import { expect, type Browser, type BrowserContextOptions } from '@playwright/test';
import { auditedActions } from '../support/audit.ts';
import { arrive, chooseFor, openDetails, readsUndone, roomIdOf, type Present } from '../support/gathering.ts';
import { ANNA, BORIS, IRYNA, login } from '../support/people.ts';
import { call } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

// Up to three people, each at a browser of their own, on whatever machine this is.
test.describe.configure({ timeout: 240_000 });

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/** Anna owns the room that Борис and Ірина are in. */
async function threeInGeneral(
	browser: Browser,
	his: BrowserContextOptions = {}
): Promise<{ anna: Present; boris: Present; iryna: Present; roomId: string }> {
	const anna = await arrive(browser, server.origin, ANNA);
	await anna.device.createRoom('General');
	const roomId = roomIdOf(anna.page);
	const [boris, iryna] = [
		await arrive(browser, server.origin, BORIS, his),
		await arrive(browser, server.origin, IRYNA)
	];
	for (const { device } of [boris, iryna]) await device.joinRoom('General');
	await anna.device.seesHere(2);
	return { anna, boris, iryna, roomId };
}

async function giveRole(roomId: string, role: string): Promise<void> {
	const [{ cookie }, { account }] = [await login(server.origin, ANNA), await login(server.origin, BORIS)];
	const path = `/api/v1/rooms/${roomId}/members/${account.id}/role`;
	await call(server.origin, 'POST', path, { cookie, body: { role } });
}

test('whoever is removed while writing offline gets what they wrote offered back, sent or not', async ({ browser }) => {
	const { anna, boris } = await threeInGeneral(browser, INSTALLED);
	await boris.cable.pull();
	await boris.device.isOffline();
	await boris.device.send('sent into the void');
	await boris.device.composer.fill('half a thought');
	await boris.device.draftIsStored('half a thought');
	await openDetails(anna.page);
	await chooseFor(anna.page, 'Борис', 'Remove');
	const dialog = anna.page.getByRole('dialog', { name: 'Remove Борис?' });
	await expect(dialog.getByText(/They lose the room on all their devices at once/)).toBeVisible();
	await dialog.getByRole('button', { name: 'Remove' }).click();
	await expect(anna.device.member('Борис')).toHaveCount(0);
	// The server has carried it out before he comes back.
	await expect.poll(() => auditedActions(server.dataDir)).toContain('member-removed');

	await boris.cable.plugIn();
	await expect(boris.page.getByText('This room isn’t open to you')).toBeVisible();
	await expect(boris.device.message('sent into the void')).toHaveAttribute('data-delivery', 'refused');
	await expect(boris.page.getByText('What you were writing here')).toBeVisible();
	await expect(boris.page.getByText('half a thought')).toBeVisible();
	await boris.page.getByRole('main').getByRole('button', { name: 'Discard' }).last().click();
	await expect(boris.page.getByText('half a thought')).toHaveCount(0);
});

test('what a moderator has asked for is undone with a reason where they are none any more', async ({ browser }) => {
	const { anna, boris, iryna, roomId } = await threeInGeneral(browser, INSTALLED);
	await giveRole(roomId, 'moderator');
	await openDetails(boris.page);
	await expect(boris.device.member('Борис').getByText(/moderator/)).toBeVisible();
	await boris.cable.pull();
	await boris.device.isOffline();
	await chooseFor(boris.page, 'Ірина', 'Mute for 1 hour');
	await expect(boris.device.member('Ірина').getByText(/muted until/)).toBeVisible();
	await giveRole(roomId, 'member');

	await boris.cable.plugIn();
	await expect(boris.device.member('Ірина').getByText(/muted until/)).toHaveCount(0);
	await readsUndone(boris.page, /Whether Ірина may write in General did not change/, /You are not allowed to do this/);
	await iryna.device.send('I can speak');
	await anna.device.hasDelivered(['I can speak']);
});

test('whoever is muted reads why they cannot write, until they are let to', async ({ browser }) => {
	const { anna, boris } = await threeInGeneral(browser);
	await openDetails(anna.page);
	await chooseFor(anna.page, 'Борис', 'Mute until…');
	const dialog = anna.page.getByRole('dialog', { name: 'Mute Борис until' });
	await dialog.getByLabel('Until').fill('2001-01-01T10:00');
	await dialog.getByRole('button', { name: 'Mute' }).click();
	await expect(dialog.getByText('Choose a time that is still to come.')).toBeVisible();
	await dialog.getByLabel('Until').fill('2099-01-01T10:00');
	await dialog.getByRole('button', { name: 'Mute' }).click();
	await expect(boris.page.getByText(/A moderator has muted you until/)).toBeVisible();
	await chooseFor(anna.page, 'Борис', 'Let write again');
	await expect(boris.device.composer).toBeVisible();
});

test('somebody removed for good cannot come back until they are let to', async ({ browser }) => {
	const { anna, boris } = await threeInGeneral(browser);
	await openDetails(anna.page);
	await chooseFor(anna.page, 'Борис', 'Remove for good');
	const dialog = anna.page.getByRole('dialog', { name: 'Remove Борис?' });
	await dialog.getByRole('button', { name: 'Remove for good' }).click();
	await expect(boris.page.getByText('This room isn’t open to you')).toBeVisible();
	await boris.page.goto(`${server.origin}/browse`);
	await expect(boris.page.getByText('No public rooms yet')).toBeVisible();

	await anna.page.getByRole('complementary').getByText('Removed for good').click();
	await anna.page.getByRole('button', { name: 'Let Борис back in' }).click();
	await expect(anna.page.getByText('Nobody.')).toBeVisible();
	await boris.device.joinRoom('General');
});

test('a message that a moderator deletes leaves a mark that names them, on every device', async ({ browser }) => {
	const { anna, boris, iryna } = await threeInGeneral(browser);
	await boris.device.send('something rude');
	for (const { device } of [anna, boris, iryna]) await device.hasDelivered(['something rude']);
	const row = anna.device.message('something rude');
	await row.hover();
	await row.getByRole('button', { name: /Message menu/ }).click();
	await anna.page.getByRole('menuitem', { name: 'Delete' }).click();
	await anna.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
	await expect(anna.page.getByText('You deleted this')).toBeVisible();
	for (const { page } of [boris, iryna]) {
		await expect(page.getByText('Deleted by Anna')).toBeVisible();
		await expect(page.getByRole('main').getByText('something rude')).toHaveCount(0);
		await expect(page.getByRole('navigation', { name: 'Rooms' }).getByText('something rude')).toHaveCount(0);
	}
});

test('a report reaches those who keep the room in order, who can delete what was reported', async ({ browser }) => {
	const { anna, boris, iryna } = await threeInGeneral(browser);
	await boris.device.send('buy my pills');
	await iryna.device.hasDelivered(['buy my pills']);
	const row = iryna.device.message('buy my pills');
	await row.hover();
	await row.getByRole('button', { name: /Message menu/ }).click();
	await iryna.page.getByRole('menuitem', { name: 'Report…' }).click();
	await iryna.page.getByRole('dialog').getByRole('textbox').fill('this is spam');
	await iryna.page.getByRole('dialog').getByRole('button', { name: 'Report' }).click();
	await expect(iryna.page.getByRole('dialog')).toHaveCount(0);
	await expect.poll(() => auditedActions(server.dataDir)).toContain('message-reported');

	await openDetails(anna.page);
	await anna.page.getByRole('complementary').getByText('Reports').click();
	await expect(anna.page.getByText('this is spam')).toBeVisible();
	await anna.page.getByRole('button', { name: 'Delete the message' }).click();
	await expect(anna.page.getByText('No reports.')).toBeVisible();
	await expect(boris.page.getByText('Deleted by Anna')).toBeVisible();
});
