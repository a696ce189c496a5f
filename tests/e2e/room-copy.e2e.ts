import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { arrive, openDetails } from '../support/gathering.ts';
import { ANNA, BORIS } from '../support/people.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';

let server: TestServer;
test.beforeEach(async () => {
	server = await TestServer.start();
});
test.afterEach(() => server.dispose());

const HOSTILE = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

/** Saves a copy of the room whose details are open. */
async function saveCopy(page: Page, kind: RegExp): Promise<{ name: string; path: string }> {
	await page.getByLabel('Kind of file').selectOption({ label: await labelOf(page, kind) });
	const coming = page.waitForEvent('download');
	await page.getByRole('button', { name: 'Save to this device' }).click();
	const download = await coming;
	// Under its own name, by whose end a browser tells a page from text.
	const path = test.info().outputPath(download.suggestedFilename());
	await download.saveAs(path);
	return { name: download.suggestedFilename(), path };
}

async function labelOf(page: Page, kind: RegExp): Promise<string> {
	return (await page.getByRole('option', { name: kind }).textContent()) ?? '';
}

test('the owner of a room saves a copy of it, in each form, called after it', async ({ browser }) => {
	const { device, page } = await arrive(browser, server.origin, ANNA);
	await device.createRoom('Кухня');
	await device.send('суп готов');
	await device.send(HOSTILE);
	await device.hasDelivered(['суп готов', HOSTILE]);
	await openDetails(page);
	await page.getByText('Save a copy').click();

	const json = await saveCopy(page, /JSON/);
	expect(json.name).toMatch(/^Кухня \d{4}-\d{2}-\d{2}\.json$/);
	const { messages } = JSON.parse(await readFile(json.path, 'utf8')) as { messages: { body: string }[] };
	expect(messages.map(({ body }) => body)).toEqual(['суп готов', HOSTILE]);

	const markdown = await saveCopy(page, /Markdown/);
	expect(markdown.name).toMatch(/\.md$/);
	expect(await readFile(markdown.path, 'utf8')).toContain('> суп готов');

	const html = await saveCopy(page, /HTML/);
	expect(html.name).toMatch(/\.html$/);
	const reader = await page.context().newPage();
	await reader.goto(pathToFileURL(html.path).href);
	await expect(reader.getByText('суп готов')).toBeVisible();
	await expect(reader.getByText(HOSTILE)).toBeVisible();
	await expect(reader.getByRole('img')).toHaveCount(0);
	expect(await reader.title()).toBe('Кухня');
});

test('a plain member is not offered a copy, and hears why when the server refuses one', async ({ browser }) => {
	const anna = await arrive(browser, server.origin, ANNA);
	await anna.device.createRoom('General');
	const boris = await arrive(browser, server.origin, BORIS);
	await boris.device.joinRoom('General');
	await openDetails(boris.page);
	await expect(boris.page.getByText('Save a copy')).toHaveCount(0);

	await openDetails(anna.page);
	await anna.page.getByText('Save a copy').click();
	await anna.cable.pull();
	await anna.page.getByRole('button', { name: 'Save to this device' }).click();
	await expect(anna.page.getByRole('alert')).toBeVisible();
});
