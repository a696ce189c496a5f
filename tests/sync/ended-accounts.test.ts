import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE, mayReconnect } from '../../src/lib/protocol/close-codes.ts';
import { headName, segmentName, WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS } from '../../src/lib/protocol/head.ts';
import type { SessionView } from '../../src/lib/protocol/rest-accounts.ts';
import { WORKSPACE_ROOTS, type Person } from '../../src/lib/protocol/workspace.ts';
import { defaultOrigin } from '../../sync-server/config.ts';
import { createServer, type Server } from '../../sync-server/server.ts';
import { createMemoryStorage } from '../../sync-server/storage/memory/memory-storage.ts';
import { ANNA, BORIS, login, register, type SignedIn } from '../support/people.ts';
import { call, createRoom, joinRoom } from '../support/rest.ts';
import { SyncClient, textsOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let server: Server;
let anna: SignedIn;
let boris: SignedIn;

beforeEach(async () => {
	server = await createServer({
		config: { host: '127.0.0.1', port: 0, origin: defaultOrigin(0), healMinutes: 0 },
		storage: createMemoryStorage(),
		webFiles: new Map(),
		log: pino({ level: 'silent' })
	});
	anna = await register(server.origin, ANNA);
	boris = await register(server.origin, BORIS);
});
afterEach(() => server.close());

const post = (path: string, { cookie }: SignedIn, body?: object) =>
	call(server.origin, 'POST', `/api/v1${path}`, { cookie, body });
const open = (person: SignedIn) => SyncClient.connect(server.origin, person);
const borisId = () => boris.account.id;

describe('open sockets close at once', () => {
	it('when their session is ended from another device, and no others do', async () => {
		const phone = await login(server.origin, BORIS);
		const [lost, kept] = [await open(phone), await open(boris)];
		const response = await call(server.origin, 'GET', '/api/v1/me/sessions', { cookie: boris.cookie });
		const { sessions } = (await response.json()) as { sessions: SessionView[] };
		await post(`/me/sessions/${sessions.find(({ current }) => !current)?.id}/end`, boris);
		expect(await lost.closed()).toBe(CLOSE.noSession);
		expect(kept.closeCode).toBeUndefined();
		kept.close();
	});

	it('when all other sessions are ended', async () => {
		const lost = await open(await login(server.origin, BORIS));
		await post('/me/sessions/end-others', boris);
		expect(await lost.closed()).toBe(CLOSE.noSession);
	});

	it('when the password is changed', async () => {
		const lost = await open(await login(server.origin, BORIS));
		await post('/me/password', boris, { current: BORIS.password, password: 'another password' });
		expect(await lost.closed()).toBe(CLOSE.noSession);
	});

	it('when the password is reset, that of the one who asked included', async () => {
		const response = await post(`/admin/members/${borisId()}/reset-link`, anna);
		const { url } = (await response.json()) as { url: string };
		const lost = await open(boris);
		await post('/auth/reset', boris, { token: new URL(url).hash.slice(1), password: 'another password' });
		expect(await lost.closed()).toBe(CLOSE.noSession);
	});

	it('when the account is deleted, by its owner or by who looks after the workspace', async () => {
		const lost = await open(boris);
		await post('/me/delete', boris, { current: BORIS.password });
		expect(await lost.closed()).toBe(CLOSE.noSession);
		boris = await register(server.origin, BORIS);
		const again = await open(boris);
		await post(`/admin/members/${borisId()}/remove`, anna);
		expect(await again.closed()).toBe(CLOSE.noSession);
	});
});

it('a deleted account leaves no name, no room and, where the owner wants that, no message', async () => {
	await call(server.origin, 'PATCH', '/api/v1/workspace', { cookie: anna.cookie, body: { deletedMessages: 'remove' } });
	const { id } = await createRoom(server.origin, anna.cookie, { title: 'Kitchen', kind: 'public' });
	await joinRoom(server.origin, boris.cookie, id);
	const [hers, his] = [await open(anna), await open(boris)];
	const [segment, head, workspace] = [segmentName(id, 0), headName(id), WORKSPACE_NAME];
	const [hisCopy, messages] = [await his.sync(segment), await hers.sync(segment)];
	his.say(segment, 'I was here');
	await until('she reads it', () => textsOf(messages).includes('I was here'));
	expect(textsOf(hisCopy)).toEqual(['I was here']);
	const [members, people] = [await hers.sync(head), await hers.sync(workspace)];
	await post('/me/delete', boris, { current: BORIS.password });
	await until('his words are gone', () => textsOf(messages).join() === '');
	expect(members.getMap(HEAD_ROOTS.members).get(borisId())).toMatchObject({
		name: '',
		leftAt: expect.any(Number) as number
	});
	const person = () => people.getMap<Person>(WORKSPACE_ROOTS.people).get(borisId());
	await until('she sees that he has gone', () => person()?.deleted === true);
	expect(person()?.name).toBe('');
	hers.close();
});

it('who becomes a guest loses the workspace document at once, and gets it back with the role', async () => {
	const sees = async () => {
		const client = await open(boris);
		const heads = client.frames.find((frame) => frame.kind === 'heads');
		const isThere = heads?.documents.some(({ name }) => name === WORKSPACE_NAME);
		return { client, isThere };
	};
	const asMember = await sees();
	expect(asMember.isThere).toBe(true);
	await post(`/admin/members/${borisId()}/role`, anna, { role: 'guest' });
	expect(mayReconnect(await asMember.client.closed())).toBe(true);
	const asGuest = await sees();
	expect(asGuest.isThere).toBe(false);
	await post(`/admin/members/${borisId()}/role`, anna, { role: 'member' });
	expect(mayReconnect(await asGuest.client.closed())).toBe(true);
	const back = await sees();
	expect(back.isThere).toBe(true);
	back.client.close();
});
