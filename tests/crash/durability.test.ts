import { afterAll, beforeAll, expect, it } from 'vitest';
import { segmentName } from '../../src/lib/protocol/document-name.ts';
import { SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import { segmentInfo } from '../../src/lib/protocol/message.ts';
import { aSegmentFull, sayMany } from '../support/many-messages.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { Storm } from '../support/storm.ts';
import { SyncClient, textsOf, timelineOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

/** How often the server is killed. */
const KILLS = process.env.SOAK === undefined ? 20 : 300;
/** Acknowledged messages after which it is killed: a different instant of the same storm each time. */
const killAfter = (round: number) => 3 + ((round * 7) % 23);
/** Rounds from one in which the storm goes over into another segment to the next such one. */
const ROLL_OVER_EVERY = 4;
/** Entries that are left in the segment when such a round begins: about as many as are acknowledged before the kill. */
const ENTRIES_LEFT = 12;

let room: RoomOnServer;
beforeAll(async () => (room = await startRoom()));
afterAll(() => room.server.dispose());

/** Everything the server has of the room, in order, read by a new device. Checks that the segments fit together. */
async function readRoom(): Promise<{ ids: string[]; last: number; left: number }> {
	const reader = await SyncClient.connect(room.server.origin, room.anna);
	const ids: string[] = [];
	for (let last = 0; ; last++) {
		const doc = await reader.sync(segmentName(room.roomId, last));
		const { firstSeq, closed } = segmentInfo(doc);
		expect(firstSeq).toBe(ids.length + 1);
		expect(textsOf(doc)).not.toContain(undefined);
		const entries = timelineOf(doc);
		ids.push(...entries);
		if (closed) continue;
		reader.close();
		return { ids, last, left: SEGMENT_MAX_ENTRIES - entries.length };
	}
}

/** Fills the room's newest segment but for a few entries. Resolves with what is in it for good then. */
async function fillUp({ last, left }: { last: number; left: number }): Promise<string[]> {
	const client = await SyncClient.connect(room.server.origin, room.boris);
	const segment = segmentName(room.roomId, last);
	await client.sync(segment);
	const ids = sayMany(client, segment, aSegmentFull().slice(0, Math.max(0, left - ENTRIES_LEFT)));
	await until('it is acknowledged', () => client.acknowledged.get(segment) === 2);
	client.close();
	return ids;
}

it(`loses no acknowledged message and doubles none in ${KILLS} kills in a row, over roll-overs (I1, I10)`, async () => {
	const acknowledged = new Set<string>();
	let before = await readRoom();
	for (let round = 0; round < KILLS; round++) {
		if (round % ROLL_OVER_EVERY === 0) (await fillUp(before)).forEach((id) => acknowledged.add(id));
		const people = [room.anna, room.boris, room.anna];
		const start = (i: number) => Storm.start(room, people[i] ?? room.anna, before.last, `${round}.${i}`);
		const storms = await Promise.all(people.map((_, i) => start(i)));
		const count = () => storms.reduce((sum, storm) => sum + storm.acknowledged.length, 0);
		await until('the storm is under way', () => count() >= killAfter(round));
		await room.server.kill9();
		await Promise.all(storms.map((storm) => storm.client.closed()));
		storms.flatMap((storm) => storm.acknowledged).forEach((id) => acknowledged.add(id));

		await room.server.start();
		before = await readRoom();
		const stored = new Set(before.ids);
		expect(stored.size).toBe(before.ids.length);
		expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
	}
	expect(acknowledged.size).toBeGreaterThan(KILLS);
	expect(before.last).toBeGreaterThan(KILLS / ROLL_OVER_EVERY / 4);
}, 3_600_000);
