import { expect } from 'vitest';
import { VersionConflictError, type Commit, type Storage } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, membership, message, room } from './records.ts';

/** A room with a head and its first segment. */
function createRoom(storage: Storage, id = 'r'): Promise<number> {
	const documents = [commit(`room/${id}`, 0), commit(`room/${id}/0`, 0)];
	return storage.createRoom(room(id), [membership(id, 'id-anna', 'owner')], documents);
}

/** The three commits that close segment 0 of a room whose documents are at `base`. */
function closing(base: number): Commit[] {
	return [commit('room/r/0', base), commit('room/r/1', 0), commit('room/r', base)];
}

async function versions(storage: Storage, documents: string[]): Promise<number[]> {
	const loaded = await Promise.all(documents.map((document) => storage.loadDocument(document)));
	return loaded.map(({ version }) => version);
}

const DOCUMENTS = ['room/r/0', 'room/r/1', 'room/r'];

onEveryStorage((test) => {
	test('a room begins with segment 0, and so does one that does not exist', async ({ storage }) => {
		await createRoom(storage);
		expect(await storage.currentSegment('r')).toBe(0);
		expect(await storage.currentSegment('none')).toBe(0);
	});

	test('rolling over moves the room and its three documents on together, at one version', async ({ storage }) => {
		const created = await createRoom(storage);
		const version = await storage.rollOver('r', 1, closing(created));
		expect(version).toBeGreaterThan(created);
		expect(await versions(storage, DOCUMENTS)).toEqual([version, version, version]);
		expect(await storage.currentSegment('r')).toBe(1);
	});

	test('a conflict in any of the documents leaves the room and all three as they were', async ({ storage }) => {
		const created = await createRoom(storage);
		for (const stale of [0, 1, 2]) {
			const commits = closing(created).map((one, index) => (index === stale ? { ...one, base: 99 } : one));
			await expect(storage.rollOver('r', 1, commits)).rejects.toBeInstanceOf(VersionConflictError);
			expect(await versions(storage, DOCUMENTS)).toEqual([created, 0, created]);
			expect(await storage.currentSegment('r')).toBe(0);
		}
		await storage.rollOver('r', 1, closing(created));
	});

	test('only the segment after the current one can be opened, and once', async ({ storage }) => {
		const created = await createRoom(storage);
		for (const segment of [0, 2]) {
			await expect(storage.rollOver('r', segment, closing(created))).rejects.toBeInstanceOf(VersionConflictError);
		}
		await expect(storage.rollOver('none', 1, [])).rejects.toBeInstanceOf(VersionConflictError);
		const version = await storage.rollOver('r', 1, closing(created));
		await expect(storage.rollOver('r', 1, [])).rejects.toBeInstanceOf(VersionConflictError);
		expect(await versions(storage, DOCUMENTS)).toEqual([version, version, version]);
		expect(await storage.currentSegment('r')).toBe(1);
	});

	test('of two that roll over at once the first wins, and a message that came before both wins over them', async ({
		storage
	}) => {
		const created = await createRoom(storage);
		const twice = [storage.rollOver('r', 1, closing(created)), storage.rollOver('r', 1, closing(created))];
		expect((await Promise.allSettled(twice)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
		const current = (await storage.loadDocument('room/r/1')).version;
		const next = [commit('room/r/1', current), commit('room/r/2', 0), commit('room/r', current)];
		const raced = [storage.appendCommit(commit('room/r/1', current)), storage.rollOver('r', 2, next)];
		expect((await Promise.allSettled(raced)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
		expect(await storage.currentSegment('r')).toBe(1);
		expect((await storage.loadDocument('room/r/2')).version).toBe(0);
	});

	test('a message is found by its id in whichever segment, and only in its own room', async ({ storage }) => {
		const created = await createRoom(storage);
		await createRoom(storage, 'other');
		const said = { messages: [message('m1', 1), message('m2', 2)] };
		const first = await storage.appendCommit(commit('room/r/0', created, said));
		const commits = closing(created).map((one) => (one.document === 'room/r/0' ? { ...one, base: first } : one));
		const version = await storage.rollOver('r', 1, commits);
		await storage.appendCommit(commit('room/r/1', version, { messages: [message('m3', 3)] }));
		await storage.appendCommit(commit('x', 0, { messages: [message('m4', 1, 'other')] }));
		expect(await storage.sequencesOf('r', ['m3', 'm1', 'm4', 'none', 'm1'])).toEqual(
			new Map([
				['m1', 1],
				['m3', 3]
			])
		);
		expect(await storage.sequencesOf('other', ['m4'])).toEqual(new Map([['m4', 1]]));
		expect(await storage.sequencesOf('r', [])).toEqual(new Map());
	});

	test('a message edited, or by some accident sequenced twice, is where it was first', async ({ storage }) => {
		const first = await storage.appendCommit(commit('d', 0, { messages: [message('m', 7)] }));
		const edited = await storage.appendCommit(commit('d', first, { messages: [message('m', 7)] }));
		await storage.appendCommit(commit('d', edited, { messages: [message('m', 9), message('m', 4), message('m', 8)] }));
		expect(await storage.sequencesOf('r', ['m'])).toEqual(new Map([['m', 4]]));
	});

	test('a message of a refused commit is nowhere', async ({ storage }) => {
		await expect(storage.appendCommit(commit('d', 1, { messages: [message('m', 1)] }))).rejects.toThrow();
		expect(await storage.sequencesOf('r', ['m'])).toEqual(new Map());
	});
});
