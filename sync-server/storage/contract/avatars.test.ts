import { expect } from 'vitest';
import { onEveryStorage } from './on-every-storage.ts';

function picture(id: string, createdAt = 1) {
	return { id, mediaType: 'image/png', data: Uint8Array.of(1, 2, 3), createdBy: 'id-anna', createdAt };
}

onEveryStorage((test) => {
	test('a picture is what was stored, and stored twice it is one', async ({ storage }) => {
		await storage.saveAvatar(picture('a'));
		await storage.saveAvatar({ ...picture('a'), createdBy: 'id-boris' });
		expect(await storage.findAvatar('a')).toEqual({ mediaType: 'image/png', data: Uint8Array.of(1, 2, 3) });
		expect(await storage.findAvatar('b')).toBeUndefined();
	});

	test('a picture goes when nobody has it, and not before its time', async ({ storage }) => {
		for (const id of ['anna', 'nobody']) await storage.saveAvatar(picture(id));
		await storage.saveAvatar(picture('new', 5));
		await storage.changeProfile('id-anna', { avatar: 'anna' }, false, []);
		await storage.deleteUnusedAvatars(5);
		expect(await storage.findAvatar('anna')).toBeDefined();
		expect(await storage.findAvatar('new')).toBeDefined();
		expect(await storage.findAvatar('nobody')).toBeUndefined();
	});

	test('a picture that is stored again is kept as long as the later', async ({ storage }) => {
		await storage.saveAvatar(picture('a', 1));
		await storage.saveAvatar(picture('a', 9));
		await storage.deleteUnusedAvatars(5);
		expect(await storage.findAvatar('a')).toBeDefined();
	});
});
