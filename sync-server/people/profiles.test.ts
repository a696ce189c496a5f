import { expect, it } from 'vitest';
import { headName, WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import { HEAD_ROOTS, type Member } from '../../src/lib/protocol/head.ts';
import type { Documents } from '../room/documents.ts';
import { anna, boris, documentsOn, makeRoom } from '../room/test-support.ts';
import type { Storage } from '../storage/storage.ts';
import { HeadMirror } from './head-mirror.ts';
import { Profiles } from './profiles.ts';
import { peopleIn } from './workspace-document.ts';

async function makePeople() {
	const room = await makeRoom();
	const { storage: store, documents, clock } = room;
	const profiles = new Profiles({ store, documents, now: () => clock.now });
	return { ...room, store, profiles };
}

const peopleOf = (documents: Documents) => documents.read(WORKSPACE_NAME, ({ doc }) => peopleIn(doc).toJSON());

function memberOf(documents: Documents, roomId: string, userId: string): Promise<Member | undefined> {
	return documents.read(headName(roomId), ({ doc }) => doc.getMap<Member>(HEAD_ROOTS.members).get(userId));
}

function mirrorOn(store: Storage, documents: Documents): HeadMirror {
	const report = (error: unknown) => void Promise.reject(new Error('in the background', { cause: error }));
	return new HeadMirror({ store, documents, report });
}

it('fills in everybody from before there was a workspace document, in one commit and once', async () => {
	const { store, documents, profiles } = await makePeople();
	await profiles.refreshAll();
	expect(await peopleOf(documents)).toEqual({
		[anna]: { name: 'anna', username: 'anna', role: 'owner' },
		[boris]: { name: 'boris', username: 'boris', role: 'member' }
	});
	const stored = await store.loadDocument(WORKSPACE_NAME);
	expect(stored.updates).toHaveLength(1);
	await profiles.refreshAll();
	expect((await store.loadDocument(WORKSPACE_NAME)).version).toBe(stored.version);
});

it('takes a status away when it is over, and no other', async () => {
	const { profiles, documents, clock } = await makePeople();
	await profiles.change(anna, { status: { emoji: '🌴', text: 'lunch', until: clock.now + 60_000 } });
	await profiles.change(boris, { status: { emoji: '🏠', text: 'at home' } });
	await profiles.clearStatuses();
	expect((await peopleOf(documents))[anna]).toHaveProperty('status');
	clock.now += 60_000;
	await profiles.clearStatuses();
	const people = await peopleOf(documents);
	expect(people[anna]).not.toHaveProperty('status');
	expect(people[boris]).toHaveProperty('status');
});

it('tells of every change once it is stored, and of none where nothing is new', async () => {
	const { profiles } = await makePeople();
	const told: [string, boolean][] = [];
	profiles.onChanged(({ availability, displayName }, follow) => told.push([`${displayName} ${availability}`, follow]));
	await profiles.change(anna, { availability: 'busy' });
	await profiles.change(anna, { availability: 'busy' });
	await profiles.change(anna, { displayName: 'Anna' });
	expect(told).toEqual([
		['anna busy', false],
		['Anna busy', true]
	]);
});

it('lets the heads follow a change that a killed server had only begun to mirror', async () => {
	const { store, rooms, profiles, roomId } = await makePeople();
	const { id: second } = await rooms.create(anna, { title: 'Second', kind: 'public' });
	await profiles.change(anna, { displayName: 'Анна', avatar: 'picture' });
	// What another start finds: the change is stored, and no head has followed.
	const documents = documentsOn(store);
	expect(await memberOf(documents, roomId, anna)).toMatchObject({ name: 'anna' });
	mirrorOn(store, documents).resume();
	await expect.poll(() => store.headsToFollow()).toEqual([]);
	for (const id of [roomId, second]) {
		expect(await memberOf(documents, id, anna)).toMatchObject({ name: 'Анна', avatar: 'picture', role: 'owner' });
	}
	expect(await memberOf(documents, roomId, boris)).toMatchObject({ name: 'boris' });
});

it('begins no room once it is stopped, and keeps the note', async () => {
	const { store, documents, profiles, roomId } = await makePeople();
	await profiles.change(anna, { displayName: 'Анна' });
	const stopped = mirrorOn(store, documents);
	stopped.stop();
	stopped.resume();
	await documents.read(headName(roomId), () => undefined);
	expect(await store.headsToFollow()).toMatchObject([{ userId: anna }]);
	expect(await memberOf(documents, roomId, anna)).toMatchObject({ name: 'anna' });
});

it('writes no head that is right already', async () => {
	const { store, documents, profiles, roomId } = await makePeople();
	await profiles.change(anna, { displayName: 'Анна' });
	await profiles.change(anna, { displayName: 'anna' });
	const { version } = await store.loadDocument(headName(roomId));
	mirrorOn(store, documents).resume();
	await expect.poll(() => store.headsToFollow()).toEqual([]);
	expect((await store.loadDocument(headName(roomId))).version).toBe(version);
});
