import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SMTPServer } from 'smtp-server';
import { startTestServer, type TestServer } from '../test-server.ts';
import { good, refused, signIn, signUp, type Person } from './test-accounts.ts';

const API = '/api/v1';
const HOUR_MS = 60 * 60 * 1000;

/** A mail as the mail server got it. */
interface Received {
	from: string;
	to: string[];
	text: string;
}

let smtp: SMTPServer;
let mails: Received[];
let arrived: () => void;
let server: TestServer;
let anna: Person;
let ahead: number;

beforeEach(async () => {
	mails = [];
	arrived = () => {};
	ahead = 0;
	smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, { envelope }, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
				const text = decoded(Buffer.concat(chunks).toString());
				mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text });
				done();
				arrived();
			});
		}
	});
	const { port } = await new Promise<AddressInfo>((resolve) => {
		const listening = smtp.listen(0, '127.0.0.1', () => resolve(listening.address() as AddressInfo));
	});
	const mail = { url: `smtp://127.0.0.1:${port}`, from: 'Tidings <chat@example.org>' };
	server = await startTestServer(undefined, undefined, { mail, now: () => Date.now() + ahead });
	anna = await signUp(server, 'anna');
});

afterEach(async () => {
	await server.close();
	await new Promise<void>((resolve) => smtp.close(resolve));
});

/** The text of a mail of one part, whatever it was wrapped in. */
function decoded(mail: string): string {
	const body = mail.slice(mail.indexOf('\r\n\r\n') + 4);
	if (/^content-transfer-encoding: base64/im.test(mail)) return Buffer.from(body, 'base64').toString();
	if (!/^content-transfer-encoding: quoted-printable/im.test(mail)) return body;
	const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => `%${hex}`);
	return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'));
}

/** Resolves once so many mails have come. */
async function received(count: number): Promise<Received[]> {
	while (mails.length < count) await new Promise<void>((resolve) => (arrived = resolve));
	return mails;
}

const post = (path: string, body: object, headers: Record<string, string> = {}, cookie = '') =>
	server.send(`${API}${path}`, { body, headers, ...(cookie && { cookie }) });
const forgot = (email: string, headers = {}) => post('/auth/forgot', { email }, headers);
const tokenIn = (mail: Received | undefined) => /#([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';

describe('a forgotten password', () => {
	const reset = (token: string, password = 'a new password') => post('/auth/reset', { token, password });

	test('is set anew by the link that comes by mail, once', async () => {
		await good(forgot('ANNA@example.org'));
		const [mail] = await received(1);
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
		expect((await received(1))[0]?.text).toContain(words);
	});

	test('brings no mail to who has no account', async () => {
		await good(forgot('nobody@example.org'));
		await good(forgot(anna.email));
		expect((await received(1)).map(({ to }) => to)).toEqual([['anna@example.org']]);
	});

	test('has one link at a time, for an hour', async () => {
		await good(forgot(anna.email));
		const [first] = await received(1);
		await good(forgot(anna.email));
		const [, second] = await received(2);
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
	const mailTo = async (address: string) => (await received(2)).find(({ to }) => to.includes(address));

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
	await new Promise<void>((resolve) => smtp.close(resolve));
	await good(forgot(anna.email));
	const answer = await good(post('/me/email', { current: anna.password, email: 'new@example.org' }, {}, anna.cookie));
	expect(answer).toEqual({ email: 'new@example.org', confirmed: false });
	await signIn(server, anna);
});
