import { ObservableV2 } from 'lib0/observable';
import type { People } from '../protocol/control.ts';
import { PresenceLink, type PeopleStates, type Present } from './presence-link.ts';
import type { ServerLink } from './server-link.ts';
import { ShownRooms, type TabActivity } from './shown-rooms.ts';
import type { SyncSocket } from './socket.ts';
import type { TabChannel, TabMessage } from './tab-channel.ts';
import { beginLife } from './tab-life.ts';

const NOBODY: ReadonlyMap<string, boolean> = new Map();

/** Who is in which room and who is online, as far as this tab shows it; and what the person at this tab does. */
export class Presence extends ObservableV2<{ change: () => void }> {
	#channel: TabChannel;
	/** One for each time that a room is shown here. */
	#shown = new Set<{ roomId: string }>();
	#typing = new Set<string>();
	#idle = false;
	#present: Present = new Map();
	#people: PeopleStates = new Map();
	/** Ends what tells the other tabs that this one lives; from the first word on. */
	#life: Promise<() => void> | undefined;
	/** Only in the tab that leads. */
	#leading: { shown: ShownRooms; link: PresenceLink } | undefined;

	constructor(channel: TabChannel) {
		super();
		this.#channel = channel;
		channel.on('message', (message) => this.#hear(message));
	}

	/** Those who look at a room, this person among them, and whether they write. Of a room that is not shown nothing is known. */
	in(roomId: string): ReadonlyMap<string, boolean> {
		return this.#present.get(roomId) ?? NOBODY;
	}

	/** The ids of those who look at a room. */
	here(roomId: string): ReadonlySet<string> {
		return new Set(this.in(roomId).keys());
	}

	/** What the server has said of somebody on this connection; undefined for nothing, which means offline. */
	of(userId: string): People['people'][number] | undefined {
		return this.#people.get(userId);
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

	/** Whether the person at this tab is writing in a room. */
	setTyping(roomId: string, typing: boolean): void {
		if (this.#typing.has(roomId) === typing) return;
		if (typing) this.#typing.add(roomId);
		else this.#typing.delete(roomId);
		void this.#tell();
	}

	/** Whether the person does nothing at this tab. */
	setIdle(idle: boolean): void {
		if (this.#idle === idle && this.#life !== undefined) return;
		this.#idle = idle;
		void this.#tell(true);
	}

	/** This tab leads: it speaks for all of them. */
	lead(link: ServerLink, socket: SyncSocket): void {
		const shown = new ShownRooms(() => this.#leading?.link.tell());
		const onPresent = (present: Present) => this.#become(present);
		const onPeople = (people: PeopleStates) => this.#peopleAre(new Map(people));
		this.#leading = { shown, link: new PresenceLink({ link, socket, doing: shown, onPresent, onPeople }) };
		this.#become(new Map());
		this.#peopleAre(new Map());
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

	/** Tells the leader what this tab shows. A tab that has shown nothing yet and has not been told to has nothing to say. */
	async #tell(always = false): Promise<void> {
		if (!always && this.#shown.size === 0 && this.#life === undefined) return;
		this.#life ??= beginLife(this.#channel.tab);
		// Before that, the leader would take this tab for one that has gone.
		await this.#life;
		const { tab } = this.#channel;
		const rooms = [...new Set([...this.#shown].map(({ roomId }) => roomId))];
		const typing = rooms.filter((room) => this.#typing.has(room));
		const activity = { rooms, typing, idle: this.#idle } satisfies TabActivity;
		if (this.#leading === undefined) this.#channel.post({ kind: 'shows', tab, ...activity });
		else this.#leading.shown.set(tab, activity);
	}

	#hear(message: TabMessage): void {
		switch (message.kind) {
			case 'ask-shown':
				return void this.#tell();
			case 'ask-status':
				this.#tellPresent();
				return this.#tellPeople();
			case 'shows':
				this.#leading?.shown.set(message.tab, message);
				return this.#tellPresent();
			case 'present':
				// The last words of a leader whose place this tab has taken.
				if (this.#leading !== undefined) return;
				this.#present = new Map(message.rooms.map(([room, users]) => [room, new Map(users)]));
				return this.emit('change', []);
			case 'people':
				if (this.#leading !== undefined) return;
				this.#people = new Map(message.people.map((person) => [person.userId, person]));
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

	#peopleAre(people: PeopleStates): void {
		this.#people = people;
		this.#tellPeople();
		this.emit('change', []);
	}

	#tellPresent(): void {
		if (this.#leading === undefined) return;
		const rooms = [...this.#present].map(([room, users]) => [room, [...users]] as [string, [string, boolean][]]);
		this.#channel.post({ kind: 'present', rooms });
	}

	#tellPeople(): void {
		if (this.#leading !== undefined) this.#channel.post({ kind: 'people', people: [...this.#people.values()] });
	}
}
