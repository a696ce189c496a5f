import { expect, test } from 'vitest';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { commit, leaving, membership, message, person, room } from '../storage/contract/records.ts';
import { exportWords } from './export-words.ts';
import { RoomExports } from './room-export.ts';

test('who is removed while the file is written does not get the rest of it', async () => {
	const store = createMemoryStorage();
	for (const name of ['Anna', 'Boris']) await store.createUser(person(name));
	const members = [membership('r', 'id-anna', 'owner'), membership('r', 'id-boris', 'moderator')];
	const messages = Array.from({ length: 1_000 }, (_, index) => message(`m${index}`, index + 1));
	const base = await store.createRoom(room('r', 'r', 'private'), members, [commit('room/r', 0, { messages })]);
	const exports = new RoomExports({ store, now: () => 1 });
	const { pieces } = await exports.begin('id-boris', { roomId: 'r', format: 'json', words: exportWords('en') });
	expect((await pieces.next()).done).toBe(false);
	expect((await pieces.next()).done).toBe(false);
	await store.removeMember(leaving('r', 'id-boris'), commit('room/r', base));
	await expect(pieces.next()).rejects.toMatchObject({ code: 'not-found' });
	await store.close();
});
