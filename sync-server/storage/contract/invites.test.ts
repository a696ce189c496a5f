import { expect } from 'vitest';
import type { InviteRecord } from '../invite-store.ts';
import { RefusedError } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, leaving, membership, person, room } from './records.ts';

function invite(id: string, more: Partial<InviteRecord> = {}): InviteRecord {
	const made = { roomId: 'r', role: 'guest', createdBy: 'id-anna', createdAt: 1, expiresAt: 100 } as const;
	return { id, tokenHash: `hash-${id}`, ...made, usesMax: 1, uses: 0, revokedAt: null, ...more };
}

const use = (id: string, userId: string, at = 50) => ({
	tokenHash: `hash-${id}`,
	at,
	membership: membership('r', userId)
});

onEveryStorage((test) => {
	test('an invitation is listed while it is good, and found by its token and its id', async ({ storage }) => {
		await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], []);
		await storage.createInvite(invite('i'));
		await storage.createInvite(invite('w', { roomId: null }));
		const { tokenHash: _, revokedAt: __, ...shown } = invite('i');
		expect(await storage.listInvites('r', 99)).toEqual([shown]);
		expect(await storage.listInvites('r', 100)).toEqual([]);
		expect((await storage.listInvites(null, 99)).map(({ id }) => id)).toEqual(['w']);
		expect(await storage.findInviteByToken('hash-i')).toEqual(invite('i'));
		expect(await storage.findInvite('i')).toEqual(invite('i'));
		expect(await storage.findInviteByToken('hash-none')).toBeUndefined();
	});

	test('a use makes a membership with the head, or nothing at all', async ({ storage }) => {
		await storage.createUser(person('Vera'));
		const made = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
		await storage.createInvite(invite('i'));
		await expect(storage.acceptInvite(use('i', 'id-boris'), commit('room/r', 0))).rejects.toThrow();
		expect((await storage.findInvite('i'))?.uses).toBe(0);
		const version = await storage.acceptInvite(use('i', 'id-boris'), commit('room/r', made));
		expect((await storage.findInvite('i'))?.uses).toBe(1);
		const again = await storage.acceptInvite(use('i', 'id-boris'), commit('room/r', version));
		expect((await storage.findInvite('i'))?.uses).toBe(1);
		const late = storage.acceptInvite(use('i', 'id-vera'), commit('room/r', again));
		await expect(late).rejects.toThrow(new RefusedError('link-over'));
		expect(await storage.findMembership('r', 'id-vera')).toBeUndefined();
		expect((await storage.loadDocument('room/r')).version).toBe(again);
		const left = await storage.removeMember(leaving('r', 'id-boris'), commit('room/r', again));
		const back = storage.acceptInvite(use('i', 'id-boris'), commit('room/r', left));
		await expect(back).rejects.toThrow(new RefusedError('link-over'));
	});

	test('none that has run out, was taken back, or is to something else lets anybody in', async ({ storage }) => {
		const made = await storage.createRoom(room('r'), [membership('r', 'id-anna', 'owner')], [commit('room/r', 0)]);
		await storage.createInvite(invite('late', { expiresAt: 50 }));
		await storage.createInvite(invite('back'));
		await storage.createInvite(invite('w', { roomId: null }));
		for (const at of [7, 8]) await storage.revokeInvite({ id: 'back', by: 'id-anna', at });
		expect((await storage.findInvite('back'))?.revokedAt).toBe(7);
		for (const id of ['late', 'back', 'w', 'none']) {
			const accepting = storage.acceptInvite(use(id, 'id-boris'), commit('room/r', made));
			await expect(accepting).rejects.toThrow(new RefusedError('link-over'));
		}
		expect(await storage.findMembership('r', 'id-boris')).toBeUndefined();
		expect((await storage.findInvite('w'))?.uses).toBe(0);
	});
});
