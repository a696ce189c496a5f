import { afterEach, beforeEach, expect, it } from 'vitest';
import { headName, WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import { AVATAR_MAX_BYTES } from '../../src/lib/protocol/limits.ts';
import { png, pngChunk, SECRET } from '../people/hand-made-pictures.ts';
import { BODY_MAX_BYTES } from './request-body.ts';
import { startWithPeople, type SomeoneSignedIn } from './test-people.ts';

let world: Awaited<ReturnType<typeof startWithPeople>>;
let anna: SomeoneSignedIn;
const PNG = { 'content-type': 'image/png' };

beforeEach(async () => {
	world = await startWithPeople();
	anna = await world.register('anna');
});
afterEach(() => world.server.close());

async function setAvatar(bytes = png({ extra: [pngChunk('eXIf')] })): Promise<string> {
	const response = await anna.ask('PUT', '/me/avatar', bytes, PNG);
	expect(response.status).toBe(200);
	return ((await response.json()) as { avatar: string }).avatar;
}

const person = async () => (await world.stored(WORKSPACE_NAME, 'people'))[anna.id];

it('is shown to everyone who is signed in, for good, and as what it is', async () => {
	const id = await setAvatar();
	const boris = await world.register('boris');
	const response = await boris.ask('GET', `/avatars/${id}`);
	expect(response.status).toBe(200);
	expect(response.headers.get('content-type')).toBe('image/png');
	expect(response.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
	expect(response.headers.get('x-content-type-options')).toBe('nosniff');
	expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
	const shown = Buffer.from(await response.arrayBuffer());
	expect(shown).toEqual(png());
	expect(shown.includes(SECRET)).toBe(false);
});

it('is mirrored into the workspace and into the heads of the person’s rooms, and so is its end', async () => {
	const roomId = await anna.createRoom();
	const member = async () => (await world.stored(headName(roomId), 'members'))[anna.id];
	const id = await setAvatar();
	expect(await person()).toMatchObject({ avatar: id });
	await expect.poll(member).toMatchObject({ avatar: id });
	for (let twice = 0; twice < 2; twice += 1) expect((await anna.ask('DELETE', '/me/avatar')).status).toBe(204);
	expect(await person()).not.toHaveProperty('avatar');
	await expect.poll(member).not.toHaveProperty('avatar');
});

it.each<[string, object, string, string]>([
	['a picture that calls itself something else', png(), 'text/plain', 'unsupported-media-type'],
	['a picture in JSON', { avatar: 'x' }, 'application/json', 'unsupported-media-type'],
	['a page that calls itself a picture', Buffer.from('<html>'), 'image/png', 'unsupported-media-type'],
	['an SVG', Buffer.from('<svg/>'), 'image/svg+xml', 'unsupported-media-type'],
	['a picture of too many bytes', Buffer.alloc(AVATAR_MAX_BYTES + 1), 'image/png', 'body-too-large'],
	['far too many bytes', Buffer.alloc(BODY_MAX_BYTES + 1), 'image/png', 'body-too-large'],
	['nothing', Buffer.alloc(0), 'image/png', 'unsupported-media-type']
])('refuses %s, and leaves the picture that is there', async (_, body, type, code) => {
	const before = await setAvatar();
	await anna.refused(code as 'body-too-large', 'PUT', '/me/avatar', body, { 'content-type': type });
	expect(await person()).toMatchObject({ avatar: before });
});

it('is shown to, set and removed by nobody who is not signed in', async () => {
	const id = await setAvatar();
	await world.stranger.refused('not-signed-in', 'GET', `/avatars/${id}`);
	await world.stranger.refused('not-signed-in', 'PUT', '/me/avatar', png(), PNG);
	await world.stranger.refused('not-signed-in', 'DELETE', '/me/avatar');
	await anna.refused('wrong-origin', 'PUT', '/me/avatar', png(), { ...PNG, origin: 'https://elsewhere.example' });
});

it('is nothing under an id of none, and that answer is not kept', async () => {
	await anna.refused('not-found', 'GET', `/avatars/${'a'.repeat(43)}`);
	const response = await anna.ask('GET', '/avatars/x');
	expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store']);
});
