import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SignedIn } from '../support/people.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient, textsOf, timelineOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

/** How often the server is killed. */
const KILLS = 20;
/** Acknowledged messages after which it is killed: a different instant of the same storm each time. */
const killAfter = (round: number) => 3 + ((round * 7) % 23);
/** Messages one client has waiting for their ack: enough to share a commit, few enough to keep the rounds short. */
const IN_FLIGHT = 10;

let room: RoomOnServer;
beforeAll(async () => (room = await startRoom()));
afterAll(() => room.server.dispose());

/** Sends without pause until the socket dies; counts what was acknowledged before it did. */
class Storm {
	readonly client: SyncClient;
	/** Message ids in the order they were sent; the first was sent with ordinal 2, after the empty step 2. */
	readonly sent: string[] = [];
	#segment: string;

	constructor(client: SyncClient, segment: string) {
		this.client = client;
		this.#segment = segment;
	}

	static async start(person: SignedIn, name: string): Promise<Storm> {
		const client = await SyncClient.connect(room.server.origin, person);
		await client.sync(room.segment);
		const storm = new Storm(client, room.segment);
		storm.#blow(name);
		return storm;
	}

	get acknowledged(): string[] {
		return this.sent.slice(0, (this.client.acknowledged.get(this.#segment) ?? 1) - 1);
	}

	#blow(name: string): void {
		if (this.client.closeCode !== undefined) return;
		if (this.sent.length - this.acknowledged.length < IN_FLIGHT) {
			this.sent.push(this.client.say(this.#segment, `${name} ${this.sent.length}`));
		}
		setImmediate(() => this.#blow(name));
	}
}

it(`loses no acknowledged message and doubles none in ${KILLS} kills in a row (I1, I10)`, async () => {
	const acknowledged = new Set<string>();
	for (let round = 0; round < KILLS; round++) {
		const people = [room.anna, room.boris, room.anna];
		const storms = await Promise.all(people.map((person, i) => Storm.start(person, `${round}.${i}`)));
		const count = () => storms.reduce((sum, storm) => sum + storm.acknowledged.length, 0);
		await until('the storm is under way', () => count() >= killAfter(round));
		await room.server.kill9();
		await Promise.all(storms.map((storm) => storm.client.closed()));
		storms.flatMap((storm) => storm.acknowledged).forEach((id) => acknowledged.add(id));

		await room.server.start();
		const reader = await SyncClient.connect(room.server.origin, room.anna);
		const doc = await reader.sync(room.segment);
		const timeline = timelineOf(doc);
		const stored = new Set(timeline);
		expect(stored.size).toBe(timeline.length);
		expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
		expect(textsOf(doc)).not.toContain(undefined);
		reader.close();
	}
	expect(acknowledged.size).toBeGreaterThan(KILLS);
}, 300_000);
