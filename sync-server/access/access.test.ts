import { expect, test } from 'vitest';
import { headName, personalName, segmentName } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { Grants } from './access.ts';

const [anna, boris, room, other] = [newId(), newId(), newId(), newId()];

test('an account may use the documents of its rooms and its own personal one, and no others (N1, N2)', () => {
	const grants = new Grants(anna, [room], 'member');
	for (const name of [headName(room), segmentName(room, 0), segmentName(room, 7), personalName(anna)]) {
		expect(grants.includes(name)).toBe(true);
	}
	const foreign = [headName(other), segmentName(other, 0), personalName(boris)];
	const wrong = ['', 'room', `room/${room}/`, `room/${room}/00`, `room/${room}/0/0`, `ROOM/${room}`, `user/${anna}/0`];
	for (const name of [...foreign, ...wrong]) expect(grants.includes(name)).toBe(false);
});

test('a room gained or lost counts at once (I6)', () => {
	const grants = new Grants(anna, [], 'member');
	grants.join(room);
	expect([grants.includes(segmentName(room, 0)), [...grants.rooms]]).toEqual([true, [room]]);
	grants.leave(room);
	expect([grants.includes(segmentName(room, 0)), [...grants.rooms]]).toEqual([false, []]);
});
