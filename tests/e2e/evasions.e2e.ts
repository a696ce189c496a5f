import { expect, type Page } from '@playwright/test';
import { ATTRIBUTES, CODE_ATTRIBUTES, CODE_TAGS, TAGS } from '../../src/lib/markdown/allowed.ts';
import * as limits from '../../src/lib/protocol/limits.ts';
import { lineSchema, nameSchema } from '../../src/lib/protocol/names.ts';
import { Device } from '../support/device.ts';
import { EVASIONS } from '../support/evasions.ts';
import { fillRoom } from '../support/fill-room.ts';
import { ANNA, BORIS, register, type SignedIn } from '../support/people.ts';
import { call, createRoom, joinRoom } from '../support/rest.ts';
import { TestServer } from '../support/server.ts';
import { test } from '../support/test.ts';
import { watchForScripts } from '../support/watch-for-scripts.ts';

/** What the app itself puts beside a message's own tags: frames around code, their buttons, icons, and whose name it is. */
const OURS = ['div', 'button', 'svg', 'path', 'rect', 'mark'];

let server: TestServer;
let boris: SignedIn;
let roomId: string;
test.beforeEach(async () => {
	server = await TestServer.start();
	boris = await register(server.origin, BORIS);
	({ id: roomId } = await createRoom(server.origin, boris.cookie, { title: 'General', kind: 'public' }));
});
test.afterEach(() => server.dispose());

test('nothing that somebody says runs in the browser of who reads it', async ({ context }) => {
	test.slow();
	const said = EVASIONS.flatMap((text) => [text, `**bold** > ${text}`, `> - ${text}`, `[${text}](https://example.org)`]);
	await fillRoom(server.origin, boris, roomId, [...said, '**the end**']);
	const anna = await Device.open(context, server.origin);
	const heard = await watchForScripts(anna.page, server.origin);
	const { cookie } = await enter(anna);
	await anna.page.goto(`${server.origin}/rooms/${roomId}`);
	await expect(anna.rows.last().locator('strong')).toHaveText('the end');
	await readAll(anna.page);
	await expect(anna.rows).toHaveCount(said.length + 1);
	// Colours come to code when it is seen.
	await expect(anna.page.locator('.body [class^="hljs"]').first()).toBeAttached();
	expect(await partsOfMessages(anna.page)).toEqual({ tags: [], attributes: [], links: [] });
	await call(server.origin, 'GET', '/api/v1/me', { cookie });
	expect(await heard()).toEqual([]);
});

test('no name, title, topic, status or word about somebody runs in the browser of who sees it', async ({ context }) => {
	test.slow();
	await fillRoom(server.origin, boris, roomId, ['hello']);
	const anna = await Device.open(context, server.origin);
	const heard = await watchForScripts(anna.page, server.origin);
	await enter(anna);
	await anna.page.goto(`${server.origin}/rooms/${roomId}/details/${boris.account.id}`);
	const names = EVASIONS.filter((text) => nameSchema(limits.DISPLAY_NAME_MAX_CHARS).safeParse(text).success);
	expect(names.length).toBeGreaterThan(100);
	for (const name of names) {
		const line = lineSchema(limits.STATUS_TEXT_MAX_CHARS).parse(name);
		const body = { displayName: name, about: EVASIONS[names.indexOf(name)], status: { emoji: '🙂', text: line } };
		await call(server.origin, 'PATCH', '/api/v1/me', { cookie: boris.cookie, body });
		const room = { title: name, topic: name };
		await call(server.origin, 'PATCH', `/api/v1/rooms/${roomId}`, { cookie: boris.cookie, body: room });
		await expect(anna.page.getByRole('heading', { level: 1 })).toHaveText(name);
		await expect(anna.page.getByRole('complementary')).toContainText(name);
		await expect(anna.page.getByRole('complementary')).toContainText(`🙂 ${line}`);
		await expect(anna.rows.first().locator('.author')).toHaveText(name);
	}
	expect(await heard()).toEqual([]);
});

async function enter(anna: Device): Promise<SignedIn> {
	await anna.signUp(ANNA);
	const cookie = (await anna.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
	await joinRoom(server.origin, cookie, roomId);
	const account = (await (await call(server.origin, 'GET', '/api/v1/me', { cookie })).json()) as SignedIn['account'];
	return { account, cookie, expires: 0 };
}

/** Brings every message before the eyes, and the mouse over it. */
async function readAll(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const viewport = document.querySelector('[data-viewport]');
		const frame = () => new Promise(requestAnimationFrame);
		let before = -1;
		// What is above is brought in on the way up.
		for (let row = last(); row !== null; row = row.previousElementSibling ?? above()) {
			row.scrollIntoView({ block: 'center' });
			for (const inside of row.querySelectorAll('.body, .body *')) {
				inside.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
			}
			await frame();
		}
		function last() {
			return [...document.querySelectorAll('[data-message]')].at(-1) ?? null;
		}
		function above() {
			const count = document.querySelectorAll('[data-message]').length;
			if (count === before || viewport === null) return null;
			before = count;
			return document.querySelector('[data-message]');
		}
	});
}

/** What is in the page's messages that should not be. */
function partsOfMessages(page: Page): Promise<Record<'tags' | 'attributes' | 'links', string[]>> {
	const ours = { href: ['rel', 'target', 'title', 'tabindex'], code: ['class', 'tabindex'] };
	const allowed = {
		tags: [...TAGS, ...CODE_TAGS, ...OURS],
		attributes: [...ATTRIBUTES, ...CODE_ATTRIBUTES, ...ours.href, ...ours.code]
	};
	return page.evaluate(({ tags, attributes }) => {
		const inside = [...document.querySelectorAll<HTMLElement>('.body *')].filter((node) => !node.closest('button'));
		return {
			tags: inside.map(({ localName }) => localName).filter((name) => !tags.includes(name)),
			attributes: inside.flatMap((node) => node.getAttributeNames()).filter((name) => !attributes.includes(name)),
			links: [...document.querySelectorAll<HTMLAnchorElement>('.body a')]
				.map(({ href }) => href)
				.filter((href) => !/^(?:https?|mailto):/.test(href))
		};
	}, allowed);
}
