import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Mailbox, type Received } from '../mail/test-mailbox.ts';
import { startTestServer, type TestServer } from '../test-server.ts';
import { good, refused, signIn, signUp, type Person } from './test-accounts.ts';

const API = '/api/v1';
const HOUR_MS = 60 * 60 * 1000;

let mailbox: Mailbox;
let server: TestServer;
let anna: Person;
let ahead: number;

beforeEach(async () => {
	ahead = 0;
	mailbox = await Mailbox.open();
	server = await startTestServer(undefined, undefined, { mail: mailbox.config, now: () => Date.now() + ahead });
	anna = await signUp(server, 'anna');
});

afterEach(async () => {
	await server.close();
	await mailbox.close();
});

const post = (path: string, body: object, headers: Record<string, string> = {}, cookie = '') =>
	server.send(`${API}${path}`, { body, headers, ...(cookie && { cookie }) });
const forgot = (email: string, headers = {}) => post('/auth/forgot', { email }, headers);
const tokenIn = (mail: Received | undefined) => /#([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';

describe('a forgotten password', () => {
	const reset = (token: string, password = 'a new password') => post('/auth/reset', { token, password });

	test('is set anew by the link that comes by mail, once', async () => {
		await good(forgot('ANNA@example.org'));
		const [mail] = await mailbox.received(1);
		expect(mail).toMatchObject({ from: 'chat@example.org', to: ['anna@example.org'] });
		expect(mail?.text).toContain(`${server.origin}/reset#`);
		await good(reset(tokenIn(mail)));
		await refused(server.send(`${API}/me`, { method: 'GET', cookie: anna.cookie }), 'not-signed-in');
		await signIn(server, { ...anna, password: 'a new password' });
		await refused(reset(tokenIn(mail), 'another one'), 'link-over');
	});

	test.each([
		['ru', 'Кто-то, скорее всего вы'],
		['uk', 'Хтось, найімовірніше ви'],
		['de, en;q=0.5', 'Somebody, probably you']
	])('is written of in the language of who asks for %s', async (language, words) => {
		await good(forgot(anna.email, { 'accept-language': language }));
		expect((await mailbox.received(1))[0]?.text).toContain(words);
	});

	test('brings no mail to who has no account', async () => {
		await good(forgot('nobody@example.org'));
		await good(forgot(anna.email));
		expect((await mailbox.received(1)).map(({ to }) => to)).toEqual([['anna@example.org']]);
	});

	test('has one link at a time, for an hour', async () => {
		await good(forgot(anna.email));
		const [first] = await mailbox.received(1);
		await good(forgot(anna.email));
		const [, second] = await mailbox.received(2);
		await refused(reset(tokenIn(first)), 'link-over');
		ahead = HOUR_MS;
		await refused(reset(tokenIn(second)), 'link-over');
		ahead = HOUR_MS - 60_000;
		await good(reset(tokenIn(second)));
	});
});

describe('another email', () => {
	const change = (email: string) => post('/me/email', { current: anna.password, email }, {}, anna.cookie);
	const confirm = (token: string) => post('/auth/confirm-email', { token });
	const mailTo = async (address: string) => (await mailbox.received(2)).find(({ to }) => to.includes(address));

	test('counts once its mail was read, and the old one is told', async () => {
		expect(await good(change('new@example.org'))).toEqual({ email: 'new@example.org', confirmed: false });
		const [link, notice] = [await mailTo('new@example.org'), await mailTo('anna@example.org')];
		expect(notice?.text).toContain('new@example.org');
		expect(tokenIn(notice)).toBe('');
		await signIn(server, anna);
		await good(confirm(tokenIn(link)));
		await signIn(server, { ...anna, email: 'new@example.org' });
		await refused(post('/auth/login', { email: anna.email, password: anna.password }), 'wrong-credentials');
		await refused(confirm(tokenIn(link)), 'link-over');
	});

	test('is not confirmed after an hour, nor when somebody has taken it meanwhile', async () => {
		await good(change('new@example.org'));
		const token = tokenIn(await mailTo('new@example.org'));
		ahead = HOUR_MS;
		await refused(confirm(token), 'link-over');
		ahead = 0;
		await signUp(server, 'carla', { email: 'new@example.org' });
		await refused(confirm(token), 'email-taken');
		await refused(change('new@example.org'), 'email-taken');
		await signIn(server, anna);
	});

	test('sets no password by its link', async () => {
		await good(change('new@example.org'));
		const token = tokenIn(await mailTo('new@example.org'));
		await refused(post('/auth/reset', { token, password: 'a new password' }), 'link-over');
	});
});

test('a mail server that is down costs nobody an answer', async () => {
	await mailbox.close();
	await good(forgot(anna.email));
	const answer = await good(post('/me/email', { current: anna.password, email: 'new@example.org' }, {}, anna.cookie));
	expect(answer).toEqual({ email: 'new@example.org', confirmed: false });
	await signIn(server, anna);
});
