import { expect, type BrowserContext } from '@playwright/test';
import { Device } from '../support/device.ts';
import { ANNA } from '../support/people.ts';
import { leaveRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

/**
 * A network that alters messages holding `word`: it swaps two digits of their author's id, so that the server refuses
 * them. An honest app sends nothing that is refused, so something in between has to.
 */
async function tamperWith(context: BrowserContext, word: string): Promise<{ stop(): void }> {
	let active = true;
	await context.routeWebSocket('**/sync', (socket) => {
		const upstream = socket.connectToServer();
		socket.onMessage((frame) => {
			if (!active || typeof frame === 'string' || !frame.includes(word)) return upstream.send(frame);
			const text = Buffer.from(frame).toString('latin1');
			upstream.send(
				Buffer.from(
					text.replace(/(author\w\$.{24})(.)(.)/s, (_, head: string, a: string, b: string) => {
						return head + (a === b ? flip(a) : b) + (a === b ? b : a);
					}),
					'latin1'
				)
			);
		});
	});
	return { stop: () => (active = false) };
}

function flip(digit: string): string {
	return digit === '0' ? '1' : '0';
}

test('a message the server refuses comes back with its text, the others arrive, and a retry sends it', async ({
	context
}) => {
	const network = await tamperWith(context, 'poisoned');
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await anna.send('before');
	await anna.hasDelivered(['before']);
	await anna.send('poisoned');
	await expect(anna.message('poisoned')).toHaveAttribute('data-delivery', 'refused');
	await expect(anna.message('poisoned').getByText(/Not delivered/)).toBeVisible();
	await anna.send('after');
	await anna.hasDelivered(['before', 'after']);

	await anna.reload();
	await anna.isInRoom('General');
	await expect(anna.message('poisoned')).toHaveAttribute('data-delivery', 'refused');
	network.stop();
	await anna.message('poisoned').getByRole('button', { name: 'Retry' }).click();
	await anna.hasDelivered(['before', 'after', 'poisoned']);
	expect(await anna.texts()).toEqual(['before', 'after', 'poisoned']);
});

test('a batch written offline with one refused message loses only that one, and a discard forgets it', async ({
	context
}) => {
	await tamperWith(context, 'poisoned');
	const anna = await Device.open(context, server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	await anna.send('before');
	await anna.hasDelivered(['before']);
	await server.kill9();
	await anna.isOffline();
	for (const text of ['one', 'poisoned', 'two']) await anna.send(text);
	await server.start();
	await anna.hasDelivered(['before', 'one', 'two']);
	await expect(anna.message('poisoned')).toHaveAttribute('data-delivery', 'refused');
	expect(await anna.texts()).toEqual(['before', 'one', 'two', 'poisoned']);
	await anna.message('poisoned').getByRole('button', { name: 'Discard' }).click();
	await expect(anna.message('poisoned')).toHaveCount(0);
	await anna.reload();
	await anna.isInRoom('General');
	await anna.hasDelivered(['before', 'one', 'two']);
	await expect(anna.message('poisoned')).toHaveCount(0);
});

test('a message written in a second tab comes back there too, and words for a lost room are shown for copying', async ({
	context
}) => {
	await tamperWith(context, 'poisoned');
	const first = await Device.open(context, server.origin);
	await first.signUp(ANNA);
	await first.createRoom('General');
	const second = await first.openSecondTab('General');
	await second.send('poisoned');
	await expect(second.message('poisoned')).toHaveAttribute('data-delivery', 'refused');
	await expect(first.message('poisoned')).toHaveAttribute('data-delivery', 'refused');
	await second.message('poisoned').getByRole('button', { name: 'Discard' }).click();
	await expect(first.message('poisoned')).toHaveCount(0);
	await second.page.close();

	const roomId = new URL(first.page.url()).pathname.split('/').at(-1) ?? '';
	const cookies = await context.cookies();
	await server.kill9();
	await first.isOffline();
	await first.send('too late');
	await server.start();
	const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	await leaveRoom(server.origin, cookie, roomId);
	await expect(first.message('too late')).toHaveAttribute('data-delivery', 'refused');
	await expect(first.page.getByText(/isn’t open to you/)).toBeVisible();
});
