import * as Y from 'yjs';
import { headName, personalName, segmentName, WORKSPACE_NAME } from '../../src/lib/protocol/document-name.ts';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_MAX_ENTRIES } from '../../src/lib/protocol/limits.ts';
import { SEGMENT_ROOTS } from '../../src/lib/protocol/message.ts';
import { QUIET_ROOMS, words, type QuietRoom, type Scene, type Target } from '../support/attack.ts';
import { register, type SignedIn } from '../support/people.ts';
import { call, createRoom, joinRoom } from '../support/rest.ts';
import { startRoom, type RoomOnServer } from '../support/room.ts';
import { SyncClient, timelineOf } from '../support/sync-client.ts';
import { until } from '../support/until.ts';

/** A member with bad intentions, and what is theirs in each of the two rooms. */
export interface Attacker {
	person: SignedIn;
	said: Record<'segment' | 'closed', { id: string; client: number }>;
	/** A message of theirs in the open segment that Anna has deleted, and what the segment was before. */
	deleted: { id: string; before: Uint8Array };
}

type Said = Attacker['said'];

/** What Anna does so that the attackers may not write in a room of hers. */
const QUIETING: Record<
	QuietRoom,
	(
		ask: (method: 'POST' | 'PATCH', path: string, body: object) => Promise<unknown>,
		attackers: string[]
	) => Promise<unknown>
> = {
	archived: (ask) => ask('PATCH', '', { archived: true }),
	announcements: (ask) => ask('PATCH', '', { announcements: true }),
	muted: (ask, attackers) => Promise.all(attackers.map((id) => ask('POST', `/members/${id}/mute`, { until: 8e15 }))),
	'read-only': (ask, attackers) =>
		Promise.all(attackers.map((id) => ask('POST', `/members/${id}/role`, { role: 'read-only' })))
};

/**
 * Two rooms with an honest member who is connected all the time: one whose first segment is open, and one whose first segment
 * is closed and rebased. Attackers are members of both and have said one thing in each; there are several, because an
 * account that goes on sending what is refused is cut off.
 */
export class Battlefield {
	readonly room: RoomOnServer;
	readonly archiveId: string;
	readonly attackers: Attacker[] = [];
	/** Rooms of Anna's in which the attackers are and may not write. */
	readonly quiet = new Map<QuietRoom, string>();
	/** What Anna's device holds, kept current by the server. */
	readonly copies = new Map<Target, Y.Doc>();
	/** Her device. */
	anna!: SyncClient;
	/** A second device of hers, which is asked what the server holds. */
	witness!: SyncClient;
	#hers!: Said;

	private constructor(room: RoomOnServer, archiveId: string) {
		this.room = room;
		this.archiveId = archiveId;
	}

	static async prepare(attackers: number): Promise<Battlefield> {
		const room = await startRoom();
		const { origin } = room.server;
		const archive = await createRoom(origin, room.anna.cookie, { title: 'Archive', kind: 'public' });
		const field = new Battlefield(room, archive.id);
		field.anna = await SyncClient.connect(origin, room.anna);
		field.witness = await SyncClient.connect(origin, room.anna);
		field.#hers = await field.#speak(field.anna);
		for (let i = 0; i < attackers; i++) field.attackers.push(await field.#recruit(i));
		await field.#closeArchive();
		for (const kind of QUIET_ROOMS) field.quiet.set(kind, await field.#makeQuiet(kind));
		for (const target of ['segment', 'head', 'closed', 'next', 'workspace', ...QUIET_ROOMS] as const) {
			field.copies.set(target, await field.anna.sync(field.document(target), new Y.Doc()));
		}
		return field;
	}

	document(target: Target, attacker?: Attacker): string {
		if (target === 'head') return headName(this.room.roomId);
		if (target === 'personal') return personalName(attacker?.person.account.id ?? '');
		if (target === 'segment') return this.room.segment;
		if (target === 'workspace') return WORKSPACE_NAME;
		const quiet = this.quiet.get(target as QuietRoom);
		if (quiet !== undefined) return segmentName(quiet, 0);
		return segmentName(
			this.archiveId,
			{ closed: 0, next: 1, unopened: 999_999_999 }[target as 'closed' | 'next' | 'unopened']
		);
	}

	/** What an attacker sees, with a copy of their own, so that no attempt is part of the next. */
	scene(target: Target, { person, said, deleted }: Attacker): Scene {
		const doc = new Y.Doc();
		const copy = this.copies.get(target);
		if (copy !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(copy));
		const where = target === 'segment' ? 'segment' : 'closed';
		const [mine, hers] = [said[where], this.#hers[where]];
		const serverClient = doc.getArray(SEGMENT_ROOTS.timeline)._start?.id.client ?? 0;
		const ids = { me: person.account.id, annaId: this.room.anna.account.id, mine: mine.id, hers: hers.id };
		const beforeDeletion = new Y.Doc();
		Y.applyUpdate(beforeDeletion, deleted.before);
		const gone = { deleted: deleted.id, beforeDeletion };
		return { doc, ...ids, ...gone, annaClient: hers.client, myClient: mine.client, serverClient };
	}

	/** Anna says something and has it in the timeline: whatever was tried before, she goes on. */
	async annaGoesOn(): Promise<void> {
		const copy = this.copies.get('segment') ?? new Y.Doc();
		const id = this.anna.say(this.room.segment, 'unmoved');
		await until('she is heard', () => timelineOf(copy).includes(id));
	}

	async #recruit(number: number): Promise<Attacker> {
		const { origin } = this.room.server;
		const username = `mallory-${number}`;
		const request = {
			username,
			displayName: 'Mallory',
			email: `${username}@example.org`,
			password: `${username} means ill`
		};
		const person = await register(origin, request);
		for (const room of [this.room.roomId, this.archiveId]) await joinRoom(origin, person.cookie, room);
		const client = await SyncClient.connect(origin, person);
		const said = await this.#speak(client);
		const deleted = await this.#loseWords(client);
		client.close();
		return { person, said, deleted };
	}

	/** Says something that Anna deletes. */
	async #loseWords(client: SyncClient): Promise<Attacker['deleted']> {
		const { room } = this;
		const doc = await client.sync(room.segment);
		const id = client.say(room.segment, 'rude words');
		await until('it is in the room', () => timelineOf(doc).includes(id));
		const before = Y.encodeStateAsUpdate(doc);
		await call(room.server.origin, 'POST', `/api/v1/rooms/${room.roomId}/messages/${id}/delete`, {
			cookie: room.anna.cookie
		});
		return { id, before };
	}

	/** A room that the attackers are in, and in which they may not write. */
	async #makeQuiet(kind: QuietRoom): Promise<string> {
		const { origin } = this.room.server;
		const { cookie } = this.room.anna;
		const { id } = await createRoom(origin, cookie, { title: kind, kind: 'public' });
		for (const { person } of this.attackers) await joinRoom(origin, person.cookie, id);
		const ask = (method: 'POST' | 'PATCH', path: string, body: object) =>
			call(origin, method, `/api/v1/rooms/${id}${path}`, { cookie, body });
		await QUIETING[kind](
			ask,
			this.attackers.map(({ person }) => person.account.id)
		);
		return id;
	}

	/** One message in each room. */
	async #speak(client: SyncClient): Promise<Said> {
		const say = async (document: string) => {
			const doc = await client.sync(document);
			const id = client.say(document, 'hello');
			await until('it is in the room', () => timelineOf(doc).includes(id));
			return { id, client: doc.clientID };
		};
		return { segment: await say(this.room.segment), closed: await say(segmentName(this.archiveId, 0)) };
	}

	/** Fills the archive's first segment from a thousand page loads; it closes, and the next edit in it has it rebased. */
	async #closeArchive(): Promise<void> {
		const { origin } = this.room.server;
		await joinRoom(origin, this.room.iryna.cookie, this.archiveId);
		const iryna = await SyncClient.connect(origin, this.room.iryna);
		const document = this.document('closed');
		const doc = await iryna.sync(document);
		iryna.send({ kind: 'update', document, update: fromManyPages(iryna.userId, doc) });
		await until('it is closed', () => doc.getMap(SEGMENT_ROOTS.info).has('closedAt'));
		iryna.say(document, 'too late');
		await iryna.heard('closed', document);
		await this.anna.heard('closed', document);
		iryna.close();
	}
}

/** As many messages as close a segment, each written under a client id of its own. */
function fromManyPages(author: string, doc: Y.Doc): Uint8Array {
	const before = Y.encodeStateVector(doc);
	const all = new Y.Doc();
	for (let i = 0; i <= SEGMENT_MAX_ENTRIES; i++) {
		const page = new Y.Doc();
		page.getMap(SEGMENT_ROOTS.messages).set(newId(), words(author, `page ${i}`));
		Y.applyUpdate(all, Y.encodeStateAsUpdate(page));
	}
	return Y.encodeStateAsUpdate(all, before);
}
