import * as random from 'lib0/random';
import type { People } from '../protocol/control.ts';
import { headName, parseDocumentName } from '../protocol/document-name.ts';
import { decodeAwareness, encodeAwareness, type AwarenessState } from './awareness.ts';
import type { ServerLink } from './server-link.ts';
import type { SyncSocket } from './socket.ts';

/** Rooms, each with the ids of those who are there and whether they are writing. */
export type Present = ReadonlyMap<string, ReadonlyMap<string, boolean>>;

/** People who are not offline, or of whom it is known since when they are. */
export type PeopleStates = ReadonlyMap<string, People['people'][number]>;

interface PresenceLinkParts {
	socket: SyncSocket;
	link: ServerLink;
	/** What the person does on this device. */
	doing: { rooms: ReadonlyMap<string, boolean>; idle: boolean };
	onPresent: (present: Present) => void;
	onPeople: (people: PeopleStates) => void;
}

/** A room in which this connection has said that we are. */
interface Joined {
	/** Whether it has said that we are writing. */
	typing: boolean;
	/** Who is there: awareness client id → user. */
	users: Map<number, { user: string; typing: boolean }>;
}

/**
 * The leader's side of presence: says in which rooms this device is and whether anybody is at it, and hears who else is
 * there and who is online (P1–P6).
 */
export class PresenceLink {
	#parts: PresenceLinkParts;
	/** One for each connection: the server may take the last one for alive a while longer, and nobody may share it (P2). */
	#clientId = 0;
	#clock = 0;
	#rooms = new Map<string, Joined>();
	#people = new Map<string, People['people'][number]>();
	/** What this connection has been told; it takes a device that says nothing for one that is in use (P5). */
	#saidIdle = false;
	#begun = false;

	constructor(parts: PresenceLinkParts) {
		this.#parts = parts;
		parts.link.on('begun', () => this.#begin());
		parts.link.on('gone', (document) => this.#rooms.delete(roomOf(document)) && this.#changed());
		parts.link.on('presence', (frame) => frame.kind === 'awareness' && this.#hear(frame.document, frame.payload));
		parts.link.on('people', (frame) => this.#hearOfPeople(frame));
		parts.socket.on('connected', () => (this.#clientId = random.uint32()));
		parts.socket.on('state', ({ kind }) => kind !== 'online' && this.#end());
	}

	/** Says what has changed in what the person does. A room that the server has not listed is not ours to be in. */
	tell(): void {
		const { doing, link, socket } = this.#parts;
		if (this.#begun && doing.idle !== this.#saidIdle) {
			this.#saidIdle = doing.idle;
			socket.send({ kind: 'activity', idle: doing.idle });
		}
		const shown = doing.rooms;
		for (const room of this.#rooms.keys()) if (!shown.has(room)) this.#leave(room);
		for (const [room, typing] of shown) {
			const joined = this.#rooms.get(room);
			if (joined?.typing === typing || !link.lists(headName(room))) continue;
			this.#rooms.set(room, { users: joined?.users ?? new Map<number, { user: string; typing: boolean }>(), typing });
			this.#say(room, typing ? { typing } : {});
		}
	}

	#begin(): void {
		this.#begun = true;
		this.tell();
	}

	#leave(room: string): void {
		this.#say(room, null);
		this.#rooms.delete(room);
		this.#changed();
	}

	#say(room: string, state: AwarenessState['state']): void {
		const payload = encodeAwareness({ clientId: this.#clientId, clock: ++this.#clock, state });
		this.#parts.socket.send({ kind: 'awareness', document: headName(room), payload });
	}

	/** The server says everything in order, so what it says last holds. */
	#hear(document: string, payload: Uint8Array): void {
		const users = this.#rooms.get(roomOf(document))?.users;
		if (users === undefined) return;
		for (const { clientId, state } of decodeAwareness(payload)) {
			if (typeof state?.user === 'string') users.set(clientId, { user: state.user, typing: state.typing === true });
			else users.delete(clientId);
		}
		this.#changed();
	}

	#hearOfPeople({ people, complete }: People): void {
		if (complete) this.#people.clear();
		for (const person of people) this.#people.set(person.userId, person);
		this.#parts.onPeople(this.#people);
	}

	/** Without a connection nobody is known to be anywhere. */
	#end(): void {
		this.#begun = false;
		this.#saidIdle = false;
		if (this.#people.size > 0) {
			this.#people.clear();
			this.#parts.onPeople(this.#people);
		}
		if (this.#rooms.size === 0) return;
		this.#rooms.clear();
		this.#changed();
	}

	#changed(): void {
		this.#parts.onPresent(new Map([...this.#rooms].map(([room, { users }]) => [room, byUser(users)])));
	}
}

/** Somebody on two devices is one person, who writes where one of them does. */
function byUser(users: Joined['users']): Map<string, boolean> {
	const all = new Map<string, boolean>();
	for (const { user, typing } of users.values()) all.set(user, typing || all.get(user) === true);
	return all;
}

function roomOf(document: string): string {
	const parsed = parseDocumentName(document);
	return parsed?.kind === 'head' ? parsed.roomId : '';
}
