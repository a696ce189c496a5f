import { expect, type Page } from '@playwright/test';
import { ATTRIBUTES, CODE_ATTRIBUTES, CODE_TAGS, TAGS } from '../../src/lib/markdown/allowed.ts';
import * as limits from '../../src/lib/protocol/limits.ts';
import { nameSchema } from '../../src/lib/protocol/names.ts';
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

/** Marks of our own around theirs. */
const IN_OTHERS: readonly ((text: string) => string)[] = [
	(text) => `**bold** > ${text}`,
	(text) => `> - ${text}`,
	(text) => `[${text}](https://example.org)`,
	(text) => `\`\`\`html\n${text}`
];

// Hundreds of texts, on whatever machine this is.
test.describe.configure({ timeout: 240_000 });

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
	const said = EVASIONS.flatMap((text, index) => [text, IN_OTHERS[index % IN_OTHERS.length]?.(text) ?? '']);
	await fillRoom(server.origin, boris, roomId, [...said, '**the end**']);
	const anna = await Device.open(context, server.origin);
	const heard = await watchForScripts(anna.page, server.origin);
	await enter(anna);
	await anna.page.goto(`${server.origin}/rooms/${roomId}`);
	await expect(anna.rows.last().locator('strong')).toHaveText('the end');
	await readAll(anna.page);
	await expect(anna.rows).toHaveCount(said.length + 1);
	// Colours come to code when it is seen.
	await expect(anna.page.locator('.body [class^="hljs"]').first()).toBeAttached();
	expect(await partsOfMessages(anna.page)).toEqual({ tags: [], attributes: [], links: [] });
	expect(await heard()).toEqual([]);
});

test('no name, title, topic, status or word about somebody runs in the browser of who sees it', async ({ context }) => {
	await fillRoom(server.origin, boris, roomId, ['hello']);
	const anna = await Device.open(context, server.origin);
	const heard = await watchForScripts(anna.page, server.origin);
	await enter(anna);
	const names = EVASIONS.filter((text) => nameSchema(limits.DISPLAY_NAME_MAX_CHARS).safeParse(text).success);
	expect(names.length).toBeGreaterThan(100);
	await anna.page.goto(`${server.origin}/rooms/${roomId}/details/${boris.account.id}`);
	// Half of them are somebody's and half the room's: nobody may change their name oftener.
	for (let index = 0; index + 1 < names.length; index += 2) {
		await wear(names[index] ?? '', '/api/v1/me', (name) => {
			return { displayName: name, about: name, status: { emoji: '🙂', text: name } };
		});
		await wear(names[index + 1] ?? '', `/api/v1/rooms/${roomId}`, (title) => ({ title, topic: title }));
		await expect(anna.page.getByRole('heading', { level: 1 })).toHaveText(names[index + 1] ?? '');
		await expect(anna.page.getByRole('complementary')).toContainText(`🙂 ${names[index]}`);
	}
	expect(await heard()).toEqual([]);
});

test('a script that ran would be noticed', async ({ page }) => {
	const heard = await watchForScripts(page, server.origin);
	await page.goto(server.origin);
	await expect(page.getByRole('textbox').first()).toBeVisible();
	await page.evaluate(() => {
		document.body.insertAdjacentHTML('beforeend', '<img src="/icon.svg" onload="pwned()"><b style="color: red">x</b>');
		document.body.append(Object.assign(new Image(), { src: 'https://evil.example/pixel.png' }));
		alert(1);
	});
	for (const sign of [/^policy: script-src-attr/, /^policy: style-src-attr/, /^policy: img-src/, /^called: alert/]) {
		await expect.poll(heard).toContainEqual(expect.stringMatching(sign));
	}
	await expect.poll(heard).toContainEqual(expect.stringMatching(/^console: .*Content Security Policy/s));
});

async function wear(text: string, path: string, body: (text: string) => unknown): Promise<void> {
	await call(server.origin, 'PATCH', path, { cookie: boris.cookie, body: body(text) });
}

async function enter(anna: Device): Promise<void> {
	await anna.signUp(ANNA);
	const cookie = (await anna.context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
	await joinRoom(server.origin, cookie, roomId);
}

/** Brings every message before the eyes, and the mouse over every part of it. */
async function readAll(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const viewport = document.querySelector('[data-viewport]') ?? document.body;
		for (viewport.scrollTop = 0; ; viewport.scrollTop += viewport.clientHeight) {
			await new Promise(requestAnimationFrame);
			if (viewport.scrollTop + viewport.clientHeight >= viewport.scrollHeight - 1) break;
		}
		for (const inside of document.querySelectorAll('.body *')) {
			inside.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
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
