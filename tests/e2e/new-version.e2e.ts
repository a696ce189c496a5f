import { expect } from '@playwright/test';
import { Device } from '../support/device.ts';
import { buildNextVersion } from '../support/next-version.ts';
import { ANNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

test('a new version is offered, never under a draft, and taken at the word of the person', async ({ context }) => {
	await using server = await TestServer.start();
	await using next = await buildNextVersion();
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await anna.isInstalled();
	await anna.reload();
	await anna.isInRoom('General');
	const offer = anna.page.getByText('New version ready');
	await expect(offer).toHaveCount(0);

	await server.stop();
	server.program = next.program;
	await server.start();
	await anna.isOnline();
	await anna.composer.fill('half a thought');
	await anna.page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		await registration.update();
		const installing = registration.installing;
		if (installing === null) return;
		await new Promise<void>((resolve) => {
			installing.addEventListener('statechange', () => installing.state === 'installed' && resolve());
		});
	});
	await expect
		.poll(() => anna.page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).waiting)))
		.toBe(true);
	await expect(offer).toHaveCount(0);
	await anna.composer.fill('');
	await expect(offer).toBeVisible();

	await anna.page.getByRole('button', { name: 'Reload' }).click();
	await expect(offer).toHaveCount(0);
	await anna.isInRoom('General');
	await anna.isOnline();
	await server.kill9();
	await anna.isOffline();
	await anna.reload();
	await anna.isInRoom('General');
});
