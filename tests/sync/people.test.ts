import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import type { Person } from '../../src/lib/protocol/workspace.ts';
import { register, type SignedIn } from '../support/people.ts';
import { call } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

let room: RoomOnServer;
let guest: SignedIn;
const open: SyncClient[] = [];

beforeAll(async () => {
	room = await startRoom();
	const names = { username: 'gleb', displayName: 'Gleb', email: 'gleb@example.org' };
	guest = await register(room.server.origin, { ...names, password: 'just a visitor' });
	const path = `/api/v1/admin/members/${guest.account.id}/role`;
	await call(room.server.origin, 'POST', path, { cookie: room.anna.cookie, body: { role: 'guest' } });
});
afterAll(() => room.server.dispose());
afterEach(() => open.splice(0).forEach((client) => client.close()));

/** Somebody's device, and what it has been told of others. */
async function connect(person: SignedIn) {
	const client = await SyncClient.connect(room.server.origin, person);
	open.push(client);
	const told = () => {
		const known = new Map<string, { state: string; lastSeenAt?: number | undefined }>();
		for (const frame of client.frames) {
			if (frame.kind !== 'people') continue;
			if (frame.complete) known.clear();
			for (const { userId, ...entry } of frame.people) known.set(userId, entry);
		}
		return known;
	};
	await client.heard('people');
	const stateOf = ({ account }: SignedIn) => told().get(account.id)?.state ?? 'offline';
	return { client, told, stateOf };
}

const command = (person: SignedIn, path: string) => call(room.server.origin, 'POST', path, { cookie: person.cookie });

it('says who is here, who is away, and when who has gone was here (P5, P6)', async () => {
	const anna = await connect(room.anna);
	const before = Date.now();
	const boris = await connect(room.boris);
	await until('Борис is here', () => anna.stateOf(room.boris) === 'online');
	boris.client.send({ kind: 'activity', idle: true });
	await until('he is away', () => anna.stateOf(room.boris) === 'away');
	const phone = await connect(room.boris);
	await until('he is back', () => anna.stateOf(room.boris) === 'online');
	[boris, phone].forEach(({ client }) => client.socket.terminate());
	await until('he has gone', () => anna.stateOf(room.boris) === 'offline');
	expect(anna.told().get(room.boris.account.id)?.lastSeenAt).toBeGreaterThanOrEqual(before);
	const late = await connect(room.iryna);
	expect(late.told().get(room.boris.account.id)).toMatchObject({ state: 'offline' });
	expect(late.told().get(room.boris.account.id)?.lastSeenAt).toBeGreaterThanOrEqual(before);
});

it('says nothing of who hides, and busy of who is (P5)', async () => {
	const anna = await connect(room.anna);
	await connect(room.iryna);
	await until('Ірина is here', () => anna.stateOf(room.iryna) === 'online');
	await setAvailability(room.iryna, 'hidden');
	await until('she is not', () => anna.stateOf(room.iryna) === 'offline');
	expect(anna.told().get(room.iryna.account.id)?.lastSeenAt).toBeUndefined();
	await setAvailability(room.iryna, 'busy');
	await until('she is busy', () => anna.stateOf(room.iryna) === 'busy');
	await setAvailability(room.iryna, 'auto');
});

it('shows who blocks somebody to all but them (P7)', async () => {
	const [boris, iryna] = [await connect(room.boris), await connect(room.iryna)];
	const anna = await connect(room.anna);
	await until('Борис sees Anna', () => boris.stateOf(room.anna) === 'online');
	await command(room.anna, `/api/v1/people/${room.boris.account.id}/block`);
	await until('she has gone', () => boris.stateOf(room.anna) === 'offline');
	expect(boris.told().get(room.anna.account.id)?.lastSeenAt).toBeUndefined();
	anna.client.send({ kind: 'activity', idle: true });
	await until('Ірина sees that she is away', () => iryna.stateOf(room.anna) === 'away');
	expect(boris.stateOf(room.anna)).toBe('offline');
	expect((await connect(room.boris)).stateOf(room.anna)).toBe('offline');
	await command(room.anna, `/api/v1/people/${room.boris.account.id}/unblock`);
	await until('Борис sees her again', () => boris.stateOf(room.anna) === 'away');
});

it('tells a guest of nobody outside their rooms, and does not give them the workspace (P7, N2)', async () => {
	const anna = await connect(room.anna);
	const visitor = await connect(guest);
	await until('Anna sees the guest', () => anna.stateOf(guest) === 'online');
	expect(visitor.stateOf(room.anna)).toBe('offline');
	visitor.client.send({ kind: 'query-awareness', document: WORKSPACE_NAME });
	expect(await visitor.client.heard('closed', WORKSPACE_NAME)).toMatchObject({ reason: 'no-document' });
	const heads = await visitor.client.heard('heads');
	expect(heads.documents.map(({ name }) => name)).not.toContain(WORKSPACE_NAME);
	const body = { userId: guest.account.id };
	const path = `/api/v1/rooms/${room.roomId}/members`;
	await call(room.server.origin, 'POST', path, { cookie: room.anna.cookie, body });
	await until('the guest sees Anna', () => visitor.stateOf(room.anna) === 'online');
	expect(visitor.stateOf(room.iryna)).toBe('offline');
});

it('keeps the workspace current on everybody’s device, without being asked again (C3)', async () => {
	const { client } = await connect(room.boris);
	const heads = await client.heard('heads');
	expect(heads.documents.map(({ name }) => name)).toContain(WORKSPACE_NAME);
	const doc = await client.sync(WORKSPACE_NAME);
	const nameOfIryna = () => doc.getMap<Person>('people').get(room.iryna.account.id)?.name;
	expect(nameOfIryna()).toBe('Ірина');
	await patchMe(room.iryna, { displayName: 'Іра' });
	await until('the new name is there', () => nameOfIryna() === 'Іра');
});

async function setAvailability(person: SignedIn, availability: string): Promise<void> {
	await patchMe(person, { availability });
}

async function patchMe({ cookie }: SignedIn, change: object): Promise<void> {
	const { origin } = room.server;
	const headers = { origin, cookie, 'content-type': 'application/json' };
	const response = await fetch(`${origin}/api/v1/me`, { method: 'PATCH', headers, body: JSON.stringify(change) });
	expect(response.status).toBe(200);
}
