import { WORKSPACE_NAME } from '../protocol/document-name.ts';
import type { PersonalSettings, ReadMark } from '../protocol/personal.ts';
import type { Account } from '../protocol/rest.ts';
import { DEFAULT_SETTINGS, WORKSPACE_ROOTS, type Person, type WorkspaceSettings } from '../protocol/workspace.ts';
import { roomMadeBy, type Command } from '../commands/command.ts';
import { overlayBlocked, overlayContact, overlayMark } from '../commands/overlay-person.ts';
import { madeRooms, overlayRoom, type Asker } from '../commands/overlay-room.ts';
import type { SyncEngine } from '../sync/engine.ts';
import type { OpenDocument } from '../sync/open-document.ts';
import { changesOf } from './changes-of.ts';
import { passingTime } from './clock.ts';
import { byText } from './collate.ts';
import type { HeadView } from './head-view.ts';
import type { PersonView } from './model.ts';
import { knownPeople, mapped, withoutOldStatus } from './person-view.ts';
import { RoomHeads } from './room-heads.svelte.ts';

/** What every room and every list of one account is seen through: its people, its choices, the commands that wait. */
export class AccountState {
	readonly account: Account;
	readonly engine: SyncEngine;
	readonly heads: RoomHeads;
	#workspace: OpenDocument;
	#subscribeWorkspace: () => void;
	#subscribeCommands: () => void;
	#subscribePersonal: () => void;
	#subscribePresence: () => void;
	#subscribeOutbox: () => void;

	constructor(account: Account, engine: SyncEngine) {
		this.account = account;
		this.engine = engine;
		this.heads = new RoomHeads(engine);
		this.#workspace = engine.documents.open(WORKSPACE_NAME);
		this.#subscribeWorkspace = changesOf(this.#workspace);
		this.#subscribeCommands = changesOf(engine.commands);
		this.#subscribePersonal = changesOf(engine.personal);
		this.#subscribePresence = changesOf(engine.presence);
		this.#subscribeOutbox = changesOf(engine.outbox);
	}

	get userId(): string {
		return this.account.id;
	}

	/** What the screens show as if the server had done it. */
	readonly commands: Command[] = $derived.by(() => {
		this.#subscribeCommands();
		return this.engine.commands.shown;
	});

	readonly settings: PersonalSettings = $derived.by(() => {
		this.#subscribePersonal();
		return this.engine.personal.settings;
	});

	readonly blocked: ReadonlySet<string> = $derived.by(() => {
		this.#subscribePersonal();
		return overlayBlocked(this.engine.personal.blocked, this.commands);
	});

	readonly workspaceSettings: WorkspaceSettings = $derived.by(() => {
		this.#subscribeWorkspace();
		const settings = this.#workspace.doc.getMap(WORKSPACE_ROOTS.settings).toJSON();
		return { ...DEFAULT_SETTINGS, ...(settings as Partial<WorkspaceSettings>) };
	});

	/** Everyone whom this account may know of, as the documents say: a guest, whom no workspace document names, their rooms' members. */
	readonly #known: ReadonlyMap<string, Person> = $derived.by(() => {
		this.#subscribeWorkspace();
		const listed = this.#workspace.doc.getMap<Person>(WORKSPACE_ROOTS.people);
		const heads = this.heads.rooms.map((roomId) => this.heads.view(roomId));
		return knownPeople({ listed, heads, account: this.account, commands: this.commands });
	});

	readonly #views: ReadonlyMap<string, PersonView> = $derived.by(() => {
		this.#subscribePersonal();
		this.#subscribePresence();
		passingTime();
		const now = Date.now();
		return mapped(this.#known, (id, person) => this.#viewOf(id, withoutOldStatus(person, now)));
	});

	/** By name, deleted accounts left out. */
	readonly people: PersonView[] = $derived.by(() => {
		const all = [...this.#views.values()].filter(({ deleted }) => deleted !== true);
		return all.sort((a, b) => byText(a.name, b.name));
	});

	person(userId: string): PersonView | undefined {
		return this.#views.get(userId);
	}

	/** How somebody is called now. */
	nameOf(userId: string): string | undefined {
		return this.#known.get(userId)?.name;
	}

	/** The picture of somebody. */
	avatarOf(userId: string): string | undefined {
		return this.#known.get(userId)?.avatar;
	}

	/** Commands that make rooms: those that wait, and refused ones of rooms whose words have come back and must be found. */
	readonly #making: Command[] = $derived.by(() => {
		this.#subscribeCommands();
		this.#subscribeOutbox();
		const { commands, outbox } = this.engine;
		const written = (roomId: string) => outbox.entries.some((entry) => entry.roomId === roomId);
		const refused = commands.refused.filter(({ command }) => written(roomMadeBy(command) ?? ''));
		return [...this.commands, ...refused.map(({ command }) => command)];
	});

	/** Rooms that are on this device only. */
	get madeHere(): Set<string> {
		return madeRooms(this.#making);
	}

	/** A room's head as it will be once the commands that wait have been carried out. `head` is what its document says. */
	head(roomId: string, head = this.heads.view(roomId)): HeadView | undefined {
		return overlayRoom(head, roomId, this.#making, this.#asker());
	}

	/** How far a room has been read, on any device. */
	mark(roomId: string): ReadMark | undefined {
		this.#subscribePersonal();
		return overlayMark(this.engine.personal.mark(roomId), roomId, this.commands);
	}

	#asker(): Asker {
		return {
			userId: this.userId,
			now: Date.now(),
			naming: (userId) => {
				const person = this.#known.get(userId);
				if (person === undefined) return undefined;
				const { name, username, avatar } = person;
				return { name, username, ...(avatar !== undefined && { avatar }) };
			}
		};
	}

	#viewOf(id: string, person: Person): PersonView {
		const { personal, presence } = this.engine;
		const { state = 'offline', lastSeenAt } = presence.of(id) ?? {};
		const contact = overlayContact(personal.contact(id)?.state, id, this.commands);
		return {
			...person,
			id,
			self: id === this.userId,
			presence: state,
			...(lastSeenAt !== undefined && { lastSeenAt }),
			...(contact !== undefined && { contact }),
			blocked: this.blocked.has(id)
		};
	}
}
