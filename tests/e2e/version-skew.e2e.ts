import { expect, type BrowserContext } from '@playwright/test';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/control.ts';
import { Device } from '../support/device.ts';
import { buildSpeaking } from '../support/next-version.ts';
import { ANNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

test.describe.configure({ timeout: 120_000 });

/** Anna in a room of hers, with the app that this server gives installed. */
async function annaAt(server: TestServer, context: BrowserContext): Promise<Device> {
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await anna.send('before');
	await anna.hasDelivered(['before']);
	await anna.isInstalled();
	await anna.reload();
	await anna.isInRoom('General');
	await anna.isOnline();
	return anna;
}

for (const [which, [first, second]] of [
	['an app that is older than the server', [PROTOCOL_VERSION, PROTOCOL_VERSION + 1]],
	['an app that is newer than the server, which was set back', [PROTOCOL_VERSION + 1, PROTOCOL_VERSION]]
] as const) {
	test(`${which} asks to be loaded again, keeps what is written, and sends it after that`, async ({ context }) => {
		await using server = await TestServer.start();
		await using before = await buildSpeaking(first, 'before');
		await using after = await buildSpeaking(second, 'after');
		await server.stop();
		server.program = before.program;
		await server.start();
		const anna = await annaAt(server, context);

		await server.stop();
		await anna.isOffline();
		await anna.send('while it was away');
		server.program = after.program;
		await server.start();
		await anna.isOutdated();
		await anna.send('to a server of another version');
		const waiting = ['while it was away', 'to a server of another version'];
		await anna.hasPending(waiting);

		await anna.page.getByRole('button', { name: 'Reload' }).click();
		await anna.isOnline();
		await anna.hasDelivered(['before', ...waiting]);
		expect(await anna.texts()).toEqual(['before', ...waiting]);
		await expect(anna.page.getByText('New version ready')).toHaveCount(0);
	});
}

test('an app that is older than what a newer one left on the disk asks to be loaded again, and deletes nothing', async ({
	context
}) => {
	await using server = await TestServer.start();
	const anna = await annaAt(server, context);
	await server.kill9();
	await anna.isOffline();
	await anna.send('unsent words');
	await anna.hasPending(['unsent words']);
	const room = anna.page.url();
	const before = await anna.countDisk();
	expect(before['outbox']).toBe(1);

	// A page of the same site without the app: the newer one, as far as the disk is concerned.
	await anna.page.goto(`${server.origin}/icon.svg`);
	await anna.outgrowDisk();
	await anna.page.goto(room);
	await anna.isOutdated();
	await server.start();
	await anna.reload();
	await anna.isOutdated();
	await expect(anna.page.getByRole('button', { name: 'Reload' })).toBeVisible();
	await expect(anna.page.getByText(/couldn’t save/)).toHaveCount(0);
	expect(await anna.countDisk()).toEqual(before);
});
