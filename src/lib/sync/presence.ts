import { ObservableV2 } from 'lib0/observable';
import { PresenceLink, type Present } from './presence-link.ts';
import type { ServerLink } from './server-link.ts';
import { ShownRooms } from './shown-rooms.ts';
import type { SyncSocket } from './socket.ts';
import type { TabChannel, TabMessage } from './tab-channel.ts';
import { beginLife } from './tab-life.ts';

const NOBODY: ReadonlySet<string> = new Set();

/** Who is in which room now, as far as this tab shows it; and that the person at this tab is there. */
export class Presence extends ObservableV2<{ change: () => void }> {
	#channel: TabChannel;
	/** One for each time that a room is shown here. */
	#shown = new Set<{ roomId: string }>();
	#present: Present = new Map();
	/** Ends what tells the other tabs that this one lives; from the first room on. */
	#life: Promise<() => void> | undefined;
	/** Only in the tab that leads. */
	#leading: { shown: ShownRooms; link: PresenceLink } | undefined;

	constructor(channel: TabChannel) {
		super();
		this.#channel = channel;
		channel.on('message', (message) => this.#hear(message));
	}

	/** The ids of those who look at a room, this person's own among them. Of a room that is not shown nothing is known. */
	in(roomId: string): ReadonlySet<string> {
		return this.#present.get(roomId) ?? NOBODY;
	}

	/** A room comes on the screen, until the returned function is called. */
	show(roomId: string): () => void {
		const shown = { roomId };
		this.#shown.add(shown);
		void this.#tell();
		return () => {
			this.#shown.delete(shown);
			void this.#tell();
		};
	}

	/** This tab leads: it speaks for all of them. */
	lead(link: ServerLink, socket: SyncSocket): void {
		const shown = new ShownRooms(() => this.#leading?.link.tell());
		const onChange = (present: Present) => this.#become(present);
		this.#leading = { shown, link: new PresenceLink({ link, socket, shown: () => shown.rooms, onChange }) };
		this.#become(new Map());
		this.#channel.post({ kind: 'ask-shown' });
		void this.#tell();
	}

	/** It leads no longer; the next leader asks. */
	yield(): void {
		this.#leading?.shown.stop();
		this.#leading = undefined;
	}

	stop(): void {
		this.yield();
		void this.#life?.then((end) => end());
		this.destroy();
	}

	/** Tells the leader what this tab shows. A tab that has shown nothing yet has nothing to say. */
	async #tell(): Promise<void> {
		if (this.#shown.size === 0 && this.#life === undefined) return;
		this.#life ??= beginLife(this.#channel.tab);
		// Before that, the leader would take this tab for one that has gone.
		await this.#life;
		const { tab } = this.#channel;
		const rooms = [...new Set([...this.#shown].map(({ roomId }) => roomId))];
		if (this.#leading === undefined) this.#channel.post({ kind: 'shows', tab, rooms });
		else this.#leading.shown.set(tab, rooms);
	}

	#hear(message: TabMessage): void {
		switch (message.kind) {
			case 'ask-shown':
				return void this.#tell();
			case 'shows':
				this.#leading?.shown.set(message.tab, message.rooms);
				return this.#tellPresent();
			case 'present':
				// The last words of a leader whose place this tab has taken.
				if (this.#leading !== undefined) return;
				this.#present = new Map(message.rooms.map(([room, users]) => [room, new Set(users)]));
				return this.emit('change', []);
			default:
			// The other messages are the engine's and the documents'.
		}
	}

	#become(present: Present): void {
		this.#present = present;
		this.#tellPresent();
		this.emit('change', []);
	}

	#tellPresent(): void {
		if (this.#leading === undefined) return;
		const rooms = [...this.#present].map(([room, users]): [string, string[]] => [room, [...users]]);
		this.#channel.post({ kind: 'present', rooms });
	}
}
