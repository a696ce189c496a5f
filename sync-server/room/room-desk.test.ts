import { expect, it } from 'vitest';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import { StorageUnavailableError } from '../storage/storage.ts';
import { boris, makeRoom } from './test-support.ts';

it('tells open sockets of a membership whose end was reported as failed and is on the disk all the same (I6, T4)', async () => {
	const storage = createMemoryStorage();
	const { rooms, roomId } = await makeRoom(storage);
	const told: string[] = [];
	rooms.onMembership({
		joined: (userId) => told.push(`joined ${userId}`),
		left: (userId) => told.push(`left ${userId}`)
	});
	const removeMember = storage.removeMember.bind(storage);
	storage.removeMember = async (...args) => {
		await removeMember(...args);
		throw new StorageUnavailableError('no answer from the disk');
	};
	await rooms.leave(boris, roomId);
	expect(told).toEqual([`left ${boris}`]);
	expect(await storage.findMembership(roomId, boris)).toBeUndefined();
});

it('tells nobody of a membership whose end did fail', async () => {
	const storage = createMemoryStorage();
	const { rooms, roomId } = await makeRoom(storage);
	const told: string[] = [];
	rooms.onMembership({
		joined: (userId) => told.push(`joined ${userId}`),
		left: (userId) => told.push(`left ${userId}`)
	});
	storage.removeMember = () => Promise.reject(new StorageUnavailableError('the disk is full'));
	await expect(rooms.leave(boris, roomId)).rejects.toBeInstanceOf(StorageUnavailableError);
	expect(told).toEqual([]);
});
