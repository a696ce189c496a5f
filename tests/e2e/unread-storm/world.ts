import type { Browser } from '@playwright/test';
import { segmentName } from '../../../src/lib/protocol/document-name.ts';
import { SEGMENT_MAX_ENTRIES } from '../../../src/lib/protocol/limits.ts';
import type { RoomSummary } from '../../../src/lib/protocol/rest-rooms.ts';
import { Random } from '../../sim/time/random.ts';
import { fillRoom } from '../../support/fill-room.ts';
import { ANNA, BORIS, IRYNA, register, type SignedIn } from '../../support/people.ts';
import { call, createRoom, joinRoom } from '../../support/rest.ts';
import { SyncClient } from '../../support/sync-client.ts';
import { HerDevice, SCREENS } from './her-device.ts';
import { Writer } from './writer.ts';

/** So many messages fit into the first segment of the long room when the storm begins. */
const LEFT_IN_SEGMENT = 6;

export interface Place {
	id: string;
	name: string;
	writers: Writer[];
	direct: boolean;
}

/** Counts as a row of the list shows them: of a direct room nobody is told that they are mentioned. */
export type Counts = Record<string, { unread: number; mentions: number }>;

/** What the storm blows over. */
export interface World {
	random: Random;
	anna: SignedIn;
	places: Place[];
	hers: HerDevice[];
	truth: SyncClient;
	/** What happened, for whoever looks for the fault. */
	log: string[];
}

/** Three rooms and a direct one; the long one has a history from before Anna came, and goes into its second segment. */
export async function prepare(browser: Browser, origin: string, seed: number): Promise<World> {
	const [anna, boris, iryna] = [
		await register(origin, ANNA),
		await register(origin, BORIS),
		await register(origin, IRYNA)
	];
	const rooms = [];
	for (const title of ['General', 'Kitchen', 'Library']) {
		const owner = title === 'Library' ? boris : anna;
		const { id } = await createRoom(origin, owner.cookie, { title, kind: 'public' });
		if (title === 'Library') await fillRoom(origin, boris, id, longAgo());
		for (const person of [anna, boris, iryna]) if (person !== owner) await joinRoom(origin, person.cookie, id);
		rooms.push({ id, name: title });
	}
	const body = { userId: anna.account.id };
	const direct = (await (
		await call(origin, 'POST', '/api/v1/rooms/direct', { cookie: boris.cookie, body })
	).json()) as RoomSummary;
	const his = new Writer('Boris', await SyncClient.connect(origin, boris));
	const other = new Writer('Iryna', await SyncClient.connect(origin, iryna));
	const places: Place[] = rooms.map((room) => ({ ...room, writers: [his, other], direct: false }));
	places.push({ id: direct.id, name: 'Boris', writers: [his], direct: true });
	for (const { id } of places) await his.says(id, 'Hello', []);
	const hers = [];
	for (const name of Object.keys(SCREENS)) hers.push(await HerDevice.open(browser, origin, name));
	for (const { device } of hers) for (const { id } of places) await device.hasCopyOf(segmentName(id, 0));
	const truth = await SyncClient.connect(origin, anna);
	return { random: new Random(seed), anna, places, hers, truth, log: [] };
}

/** So much that the storm fills the segment. */
function longAgo(): string[] {
	return Array.from({ length: SEGMENT_MAX_ENTRIES - LEFT_IN_SEGMENT }, (_, index) => `long ago ${String(index)}`);
}
