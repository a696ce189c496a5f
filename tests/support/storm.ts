import { segmentName } from '../../src/lib/protocol/document-name.ts';
import type { SignedIn } from './people.ts';
import type { RoomOnServer } from './room.ts';
import { SyncClient } from './sync-client.ts';

/** Messages one client has waiting for their ack: enough to share a commit, few enough to keep the rounds short. */
const IN_FLIGHT = 10;

/** Sends without pause until the socket dies, from segment to segment; counts what was acknowledged before it did. */
export class Storm {
	readonly client: SyncClient;
	readonly #roomId: string;
	readonly #name: string;
	/** Message ids in the order they were sent, by segment; the first was sent with ordinal 2, after the empty step 2. */
	readonly #sent = new Map<string, string[]>();
	#segment: number;

	private constructor(client: SyncClient, roomId: string, segment: number, name: string) {
		this.client = client;
		this.#roomId = roomId;
		this.#segment = segment;
		this.#name = name;
	}

	/** Begins in a segment that may be closed by now. Resolves when it blows. */
	static async start(room: RoomOnServer, person: SignedIn, segment: number, name: string): Promise<Storm> {
		const client = await SyncClient.connect(room.server.origin, person);
		const storm = new Storm(client, room.roomId, segment, name);
		await client.sync(segmentName(room.roomId, segment));
		storm.#blow();
		return storm;
	}

	get acknowledged(): string[] {
		return [...this.#sent].flatMap(([document, ids]) => ids.slice(0, this.#acknowledgedIn(document)));
	}

	#acknowledgedIn(document: string): number {
		return Math.max(0, (this.client.acknowledged.get(document) ?? 1) - 1);
	}

	#blow(): void {
		if (this.client.closeCode !== undefined) return;
		const document = segmentName(this.#roomId, this.#segment);
		const isOver = this.client.frames.some((frame) => frame.kind === 'reject' && frame.document === document);
		if (isOver) return this.#goOn();
		const sent = this.#sent.get(document) ?? [];
		this.#sent.set(document, sent);
		if (sent.length - this.#acknowledgedIn(document) < IN_FLIGHT) {
			sent.push(this.client.say(document, `${this.#name} ${sent.length}`));
		}
		setImmediate(() => this.#blow());
	}

	/** The segment is closed: what it refused is let go, and the storm moves on. */
	#goOn(): void {
		this.#segment++;
		this.client.sync(segmentName(this.#roomId, this.#segment)).then(
			() => this.#blow(),
			// The server was killed in between.
			() => undefined
		);
	}
}
