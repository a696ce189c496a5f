import { expect } from '@playwright/test';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Device } from '../support/device.ts';
import { ANNA, BORIS, IRYNA } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { INSTALLED, test } from '../support/test.ts';

test.use(INSTALLED);

test.describe.configure({ timeout: 120_000 });

let server: TestServer;
let backup: string;
test.beforeEach(async () => {
	server = await TestServer.start();
	backup = await mkdtemp(join(tmpdir(), 'tidings-backup-'));
});
test.afterEach(async () => {
	await server.dispose();
	await rm(backup, { recursive: true, force: true });
});

const NOTICE = /restored from an older backup and lacks messages/;

async function backUp(): Promise<void> {
	await server.stop();
	await cp(server.dataDir, backup, { recursive: true });
	await server.start();
}

/** The server dies, and starts with what it knew at the time of the backup. */
async function restore(): Promise<void> {
	await server.kill9();
	await rm(server.dataDir, { recursive: true });
	await cp(backup, server.dataDir, { recursive: true });
	await server.start();
}

test('a server restored from an older backup takes nothing from the devices, and gets back what it lost when it heals', async ({
	browser
}) => {
	const anna = await Device.open(await browser.newContext(), server.origin);
	await anna.signUp(ANNA);
	await anna.createRoom('General');
	const boris = await Device.open(await browser.newContext(), server.origin);
	await boris.signUp(BORIS);
	await boris.joinRoom('General');
	const iryna = await Device.open(await browser.newContext(), server.origin);
	await iryna.signUp(IRYNA);
	await iryna.page.close();
	const early = ['early one', 'early two'];
	for (const text of early) await anna.send(text);
	await boris.hasDelivered(early);

	await backUp();
	const late = ['late of Anna', 'late of Борис', 'later of Anna', 'later of Борис'];
	for (const [index, text] of late.entries()) {
		const writer = index % 2 === 0 ? anna : boris;
		await writer.send(text);
		await writer.hasDelivered([text]);
	}
	for (const device of [anna, boris]) await device.hasDelivered([...early, ...late]);

	await restore();
	for (const device of [anna, boris]) {
		await device.isOnline();
		await expect(device.page.getByText(NOTICE)).toBeVisible();
		await expect(device.page.getByText(/restored from an older backup/)).toHaveCount(1);
		expect(await device.texts()).toEqual([...early, ...late]);
	}
	await anna.send('waits of Anna');
	await boris.send('waits of Борис');
	await anna.hasPending(['waits of Anna']);
	await boris.hasPending(['waits of Борис']);
	await anna.reload();
	await anna.isInRoom('General');
	await expect(anna.page.getByRole('main').getByText(NOTICE)).toBeVisible();
	expect(await anna.texts()).toEqual([...early, ...late, 'waits of Anna']);

	await server.stop();
	server.args = ['--heal'];
	await server.start();
	const all = [...early, ...late, 'waits of Anna', 'waits of Борис'];
	for (const device of [anna, boris]) {
		await device.hasDelivered(all);
		await expect(device.page.getByText(NOTICE)).toHaveCount(0);
	}
	const third = await Device.open(iryna.context, server.origin);
	await third.joinRoom('General');
	await third.hasDelivered(all);
	const order = await third.texts();
	expect(order).toHaveLength(all.length);
	expect(order.slice(0, 2)).toEqual(early);
	for (const device of [anna, boris]) expect(await device.texts()).toEqual(order);
	await third.send('and on we go');
	await anna.hasDelivered(['and on we go']);
});
