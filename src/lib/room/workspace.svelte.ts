import { headName } from '../protocol/document-name.ts';
import { directRoomId, newId } from '../protocol/ids.ts';
import type { PersonalSettings, RoomChoice } from '../protocol/personal.ts';
import type { Account } from '../protocol/rest.ts';
import type { CreateRoomRequest } from '../protocol/rest-rooms.ts';
import type { WorkspaceRole, WorkspaceSettings } from '../protocol/workspace.ts';
import type { Command, RefusedCommand } from '../commands/command.ts';
import { deletedMessages, editedMessages } from '../commands/overlay-messages.ts';
import { leftRooms } from '../commands/overlay-room.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { listedRooms } from '../sync/listed-rooms.ts';
import { readUpTo } from '../sync/summarise.ts';
import { AccountState } from './account-state.svelte.ts';
import { roomsAhead } from './ahead.ts';
import { changesOf } from './changes-of.ts';
import { passingTime } from './clock.ts';
import { byText } from './collate.ts';
import type {
	ConnectionState,
	PersonView,
	RoomListItem,
	RoomMember,
	RoomModel,
	StorageBudget,
	WorkspaceModel
} from './model.ts';
import { membersOf } from './room-members.ts';
import { byRoom, roomRow } from './room-row.ts';
import { Room } from './room.svelte.ts';

/** What a signed-in screen talks to: a skin of runes over the sync engine. */
export class Workspace implements WorkspaceModel {
	#engine: SyncEngine;
	#account: AccountState;
	#ready = $state(false);
	#subscribeEngine: () => void;
	#subscribeOutbox: () => void;
	#subscribeCommands: () => void;
	#subscribeSummaries: () => void;
	#subscribePersonal: () => void;

	constructor(account: Account, engine: SyncEngine) {
		this.#engine = engine;
		this.#account = new AccountState(account, engine);
		this.#subscribeEngine = changesOf(engine);
		this.#subscribeOutbox = changesOf(engine.outbox);
		this.#subscribeCommands = changesOf(engine.commands);
		this.#subscribeSummaries = changesOf(engine.summaries);
		this.#subscribePersonal = changesOf(engine.personal);
	}

	/** Reads the room list from the device. */
	async start(): Promise<void> {
		const { heads } = this.#account;
		this.#engine.on('change', () => heads.follow());
		await this.#engine.start();
		heads.follow();
		await heads.loaded();
		this.#ready = true;
	}

	get ready(): boolean {
		return this.#ready;
	}

	readonly rooms: RoomListItem[] = $derived.by(() => {
		this.#subscribeOutbox();
		this.#subscribePersonal();
		passingTime();
		this.#subscribeSummaries();
		const { commands, heads, madeHere } = this.#account;
		const left = leftRooms(commands);
		const made = [...madeHere].filter((id) => heads.view(id) === undefined);
		const ids = [...heads.rooms.filter((id) => !made.includes(id)), ...made].filter((id) => !left.has(id));
		const row = this.#rows();
		const items = ids.map(row);
		return items.filter((item) => item !== undefined).sort((a, b) => byText(a.title, b.title));
	});

	readonly unread: WorkspaceModel['unread'] = $derived.by(() => {
		const heard = this.rooms.filter(({ muted }) => !muted);
		const messages = heard.reduce((sum, { unread }) => sum + unread, 0);
		return { messages, mentions: this.rooms.reduce((sum, { mentions }) => sum + mentions, 0) };
	});

	get people(): PersonView[] {
		return this.#account.people;
	}

	person(userId: string): PersonView | undefined {
		return this.#account.person(userId);
	}

	roomsWith(userId: string): RoomListItem[] {
		const { heads, userId: own } = this.#account;
		if (userId === own) return [];
		return this.rooms.filter(({ id, kind }) => {
			const member = heads.view(id)?.members.get(userId);
			return kind !== 'direct' && member !== undefined && member.leftAt === undefined;
		});
	}

	membersOf(roomId: string): RoomMember[] {
		const { userId } = this.#account;
		return membersOf(this.#account.head(roomId), { userId, nameOf: (id) => this.#account.nameOf(id) });
	}

	get me(): PersonView {
		const me = this.#account.person(this.#account.userId);
		if (me === undefined) throw new Error('the signed-in account is always known');
		return me;
	}

	get role(): WorkspaceRole {
		return this.me.role;
	}

	get workspaceSettings(): WorkspaceSettings {
		return this.#account.workspaceSettings;
	}

	get settings(): PersonalSettings {
		return this.#account.settings;
	}

	setSetting<K extends keyof PersonalSettings>(name: K, value: PersonalSettings[K]): void {
		// A disk that fails shows as `storageFailed`; the choice is in memory then, and on its way.
		this.#engine.personal.setSetting(name, value).catch(() => undefined);
	}

	setRoomChoice(roomId: string, change: Partial<RoomChoice>): void {
		this.#engine.personal.setRoomChoice(roomId, change).catch(() => undefined);
	}

	run(command: Command): Promise<void> {
		return this.#engine.run(command);
	}

	async openDirect(userId: string): Promise<string> {
		const roomId = await directRoomId(this.#account.userId, userId);
		const isThere = this.#engine.heads.includes(headName(roomId)) || this.#engine.isAwaited(roomId);
		if (!isThere) await this.#engine.run({ kind: 'open-direct', roomId, userId });
		return roomId;
	}

	async createRoom(request: Omit<CreateRoomRequest, 'id'>): Promise<string> {
		const id = newId();
		await this.#engine.run({ kind: 'create-room', room: { ...request, id } });
		return id;
	}

	get refusedCommands(): RefusedCommand[] {
		this.#subscribeCommands();
		return this.#engine.commands.refused;
	}

	dismissCommand(id: string): Promise<void> {
		return this.#engine.commands.forget([id]);
	}

	setIdle(idle: boolean): void {
		this.#engine.presence.setIdle(idle);
	}

	get connection(): ConnectionState {
		this.#subscribeEngine();
		return this.#engine.connection;
	}

	get unsent(): number {
		this.#subscribeOutbox();
		return this.#kept().filter(({ returned }) => returned === undefined).length;
	}

	get refused(): number {
		this.#subscribeOutbox();
		return this.#returned().length;
	}

	get storageFailed(): boolean {
		this.#subscribeEngine();
		return this.#engine.storageFailed;
	}

	get ahead(): number {
		this.#subscribeEngine();
		return roomsAhead(this.#engine.ahead).size;
	}

	get budget(): StorageBudget {
		this.#subscribeEngine();
		return this.#engine.budget;
	}

	setBudget(bytes: number): Promise<void> {
		return this.#engine.setBudget(bytes);
	}

	openRoom(roomId: string): RoomModel {
		return new Room(roomId, this.#account);
	}

	async retryAll(): Promise<void> {
		await Promise.all(this.#returned().map((entry) => this.#engine.sendAgain(entry)));
	}

	#returned() {
		return this.#kept().filter(({ returned }) => returned !== undefined);
	}

	/** What is on this device only, without what is to be deleted. */
	#kept() {
		const deleting = deletedMessages(this.#account.commands);
		return this.#engine.outbox.entries.filter(({ id }) => !deleting.has(id));
	}

	/** What makes a room's row; nothing where its head has not come yet. */
	#rows(): (roomId: string) => RoomListItem | undefined {
		const account = this.#account;
		const { personal, summaries, outbox } = this.#engine;
		const { draftRooms } = personal;
		const { userId } = account;
		const listed = listedRooms(this.#engine.heads);
		const owed = byRoom(outbox.entries);
		const deleting = deletedMessages(account.commands);
		const edits = editedMessages(account.commands, outbox.entries);
		const people = { nameOf: (id: string) => account.nameOf(id), avatarOf: (id: string) => account.avatarOf(id) };
		const common = { userId, deleting, edits, blocked: account.blocked, ...people, now: Date.now() };
		return (roomId) => {
			const head = account.head(roomId);
			return (
				head &&
				roomRow({
					...common,
					roomId,
					head,
					pending: !listed.has(roomId),
					digest: summaries.of(roomId),
					readUpTo: readUpTo(account.mark(roomId)),
					outbox: owed.get(roomId) ?? [],
					draft: draftRooms.has(roomId),
					choice: personal.choice(roomId)
				})
			);
		};
	}
}
