import * as random from 'lib0/random';
import { headName, parseDocumentName } from '../protocol/document-name.ts';
import { decodeAwareness, encodeAwareness, type AwarenessState } from './awareness.ts';
import type { ServerLink } from './server-link.ts';
import type { SyncSocket } from './socket.ts';

/** Rooms, each with the ids of those who are there. */
export type Present = ReadonlyMap<string, ReadonlySet<string>>;

interface PresenceLinkParts {
	socket: SyncSocket;
	link: ServerLink;
	/** The rooms on a screen of this device. */
	shown: () => ReadonlySet<string>;
	onChange: (present: Present) => void;
}

/** The leader's side of presence: says in which rooms this device is, and hears who else is there (P1–P4). */
export class PresenceLink {
	#parts: PresenceLinkParts;
	/** One for each connection: the server may take the last one for alive a while longer, and nobody may share it (P2). */
	#clientId = 0;
	#clock = 0;
	/** Rooms that this connection has said that we are in, each with who is there: awareness client id → user. */
	#rooms = new Map<string, Map<number, string>>();

	constructor(parts: PresenceLinkParts) {
		this.#parts = parts;
		parts.link.on('begun', () => this.tell());
		parts.link.on('gone', (document) => this.#rooms.delete(roomOf(document)) && this.#changed());
		parts.link.on('presence', (frame) => frame.kind === 'awareness' && this.#hear(frame.document, frame.payload));
		parts.socket.on('connected', () => (this.#clientId = random.uint32()));
		parts.socket.on('state', ({ kind }) => kind !== 'online' && this.#end());
	}

	/** Says what has changed in which rooms are shown. One that the server has not listed is not ours to be in. */
	tell(): void {
		const shown = this.#parts.shown();
		for (const room of this.#rooms.keys()) if (!shown.has(room)) this.#leave(room);
		for (const room of shown) {
			if (this.#rooms.has(room) || !this.#parts.link.lists(headName(room))) continue;
			this.#rooms.set(room, new Map());
			this.#say(room, {});
		}
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
		const room = this.#rooms.get(roomOf(document));
		if (room === undefined) return;
		for (const { clientId, state } of decodeAwareness(payload)) {
			if (typeof state?.user === 'string') room.set(clientId, state.user);
			else room.delete(clientId);
		}
		this.#changed();
	}

	/** Without a connection nobody is known to be anywhere. */
	#end(): void {
		if (this.#rooms.size === 0) return;
		this.#rooms.clear();
		this.#changed();
	}

	#changed(): void {
		this.#parts.onChange(new Map([...this.#rooms].map(([room, users]) => [room, new Set(users.values())])));
	}
}

function roomOf(document: string): string {
	const parsed = parseDocumentName(document);
	return parsed?.kind === 'head' ? parsed.roomId : '';
}
