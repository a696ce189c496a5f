import type { PRESENCE_STATES } from '../protocol/control.ts';
import type { RoomKind, RoomRole } from '../protocol/head.ts';
import type { Contact, PersonalSettings, RoomChoice } from '../protocol/personal.ts';
import type { Person, WorkspaceRole, WorkspaceSettings } from '../protocol/workspace.ts';
import type { Command, RefusedCommand } from '../commands/command.ts';
import type { ReturnCode } from '../sync/outbox.ts';

export type { ReturnCode };

/** What the connection line says. `offline` covers a dead network and a dead server alike. */
export type ConnectionState =
	| { kind: 'online' }
	| { kind: 'connecting' }
	| { kind: 'offline' }
	/** The session has ended on the server; what is on the device stays readable, unsent work waits for a sign-in. */
	| { kind: 'signed-out' }
	/** The server speaks another protocol version: reload to update. */
	| { kind: 'outdated' };

/** Where a message is on its way. */
export type Delivery =
	/** On this device only: clock. */
	| { kind: 'pending' }
	/** In the room's order on the server: tick. `at` is the server's clock, ms since the Unix epoch. */
	| { kind: 'sent'; seq: number; at: number }
	/** Given back by the server: "not delivered: reason". */
	| { kind: 'refused'; code: ReturnCode };

/** One message as the timeline shows it. */
export interface TimelineMessage {
	id: string;
	authorId: string;
	authorName: string;
	/** Whether the signed-in account wrote it. */
	mine: boolean;
	body: string;
	/** The writer's clock, ms since the Unix epoch. */
	createdAt: number;
	edited: boolean;
	/** The writer's clock when it was last edited. */
	editedAt?: number;
	/** Set once it was deleted, here or on the server: by whom. The body is empty then. */
	deletedBy?: { id: string; name: string };
	/** Until when, by this device's clock, its writer can bring it back; nobody else knows of the deletion until then. */
	undoUntil?: number;
	/** Whether it names the signed-in account. */
	mentionsMe: boolean;
	/** Whether its author is blocked by the signed-in account: shown only when asked for. */
	blocked: boolean;
	delivery: Delivery;
}

export type PresenceState = (typeof PRESENCE_STATES)[number];

/** Someone of the workspace as this device knows them. */
export interface PersonView extends Person {
	id: string;
	self: boolean;
	/** `offline` for all while this device is; `lastSeenAt` as far as it was heard on this connection. */
	presence: PresenceState;
	lastSeenAt?: number;
	/** What they and this account have agreed; absent for nothing. */
	contact?: Contact['state'];
	/** Whether this account has blocked them. */
	blocked: boolean;
}

/**
 * What is above the oldest message on screen. `idle`: more; `loading`: more, on its way; `waiting`: more, that is not on
 * this device and that no connection can fetch; `beginning`: nothing, the room begins here.
 */
export type OlderMessages = 'idle' | 'loading' | 'waiting' | 'beginning';

/** What older messages may take on this device and what they take now, in bytes. */
export interface StorageBudget {
	limit: number;
	used: number;
}

/** The newest message of a room, for its row in the list. */
export interface LastMessagePreview {
	authorName: string;
	mine: boolean;
	/** One line of it; empty where it was deleted, or its author is blocked. */
	text: string;
	/** The server's clock, or this device's for one that is still on its way, ms since the Unix epoch. */
	at: number;
	state: 'pending' | 'sent' | 'refused' | 'deleted' | 'blocked';
}

/** A row of the room list. */
export interface RoomListItem {
	id: string;
	/** As people call it: its title, the other person's name, or the members of a group without one. */
	title: string;
	kind: RoomKind;
	topic: string;
	avatar?: string;
	/** The other one of a direct room. */
	otherId?: string;
	archived: boolean;
	/** Whether it exists on this device only, until the server has heard of it. */
	pending: boolean;
	role: RoomRole;
	/** Messages written here that are not on the server yet. */
	unsent: number;
	/** Messages of others that have not been read; 0 where the room is muted for the list's sum, but still counted here. */
	unread: number;
	/** How many of them name this account; every one of a direct room does. */
	mentions: number;
	/** Sequence of the newest message, 0 in a room without any: what marking all of it read names. */
	newest: number;
	/** Whether there is a draft that was not sent. */
	draft: boolean;
	last?: LastMessagePreview;
	choice: RoomChoice;
	/** Whether notices are off now: `choice.mutedUntil` is 0 or has not come yet. */
	muted: boolean;
}

/** Someone in the room now. */
export interface RoomMember {
	id: string;
	name: string;
	username: string;
	avatar?: string;
	role: RoomRole;
	joinedAt: number;
	/** Until when they may not write; absent where they may. */
	mutedUntil?: number;
	/** Whether it is the signed-in account. */
	self: boolean;
}

/** Why the signed-in account cannot write in a room at the moment; `undefined` where it can. */
export type WriteBar =
	| { kind: 'read-only' }
	| { kind: 'announcements' }
	| { kind: 'archived' }
	| { kind: 'muted'; until: number }
	/** This account has blocked the other one of a direct room. */
	| { kind: 'blocked' };

/** A message that is being edited. */
export interface EditedMessage {
	messageId: string;
	/** What it said when the edit began; empty while the message is not on the screen. */
	original: string;
	body: string;
}

/** An open room. Every property is reactive (runes behind it). */
export interface RoomModel {
	readonly id: string;
	/**
	 * `loading`: being read from the device; `waiting`: not on this device yet and no connection to fetch it;
	 * `missing`: no such room for this account; `ready`.
	 */
	readonly state: 'loading' | 'waiting' | 'missing' | 'ready';
	readonly title: string;
	/** The title that somebody has given it: empty for a direct room, and for a group that nobody has named. */
	readonly givenTitle: string;
	readonly kind: RoomKind;
	readonly topic: string;
	readonly avatar: string | undefined;
	/** User id and time (ms since the Unix epoch) of its making. */
	readonly createdBy: string;
	readonly createdAt: number;
	readonly announcements: boolean;
	readonly slowSeconds: number;
	readonly archived: boolean;
	/** Messages ever written, as far as this device knows. */
	readonly messageCount: number;
	/** The signed-in account's role. */
	readonly role: RoomRole;
	readonly writeBar: WriteBar | undefined;
	/** The other one of a direct room. */
	readonly otherId: string | undefined;
	/** Current members, by name. */
	readonly members: RoomMember[];
	/** Ids of those who have the room on a screen now, as far as this device can know: nobody while it is offline. */
	readonly present: ReadonlySet<string>;
	/** Names of those who are writing at the moment, without this account. */
	readonly typing: string[];
	/**
	 * The sequence of the first message that was unread when the room was opened: where the divider stands. Frozen while the
	 * room is open; moves only with reads on another device, and goes with {@link clearDivider}.
	 */
	readonly divider: number | undefined;
	/** How many messages of others are unread now, from the divider on. */
	readonly unread: number;
	/** User ids of those who have read up to a message, by its id: everyone stands at the newest they have read. Small rooms only. */
	readonly readBy: ReadonlyMap<string, string[]>;
	/** In the room's order: by sequence, then pending ones in the order they were written, then refused ones. */
	readonly messages: TimelineMessage[];
	readonly older: OlderMessages;
	/** Whether this device has messages of the room that the server lost and does not take back (H3). */
	readonly ahead: boolean;
	/** The draft as last stored (on any device); the composer starts from it. */
	readonly draft: string;
	/** Brings in more of what is above while {@link older} is `idle`; nothing otherwise. */
	loadOlder(): void;
	/**
	 * Keeps the composer's text; call it on every change, it stores on a pause, an empty text at once. `shown` is the
	 * `draft` that the composer last took in: what another device has written since is not overwritten.
	 */
	saveDraft(text: string, shown: string): void;
	/**
	 * Resolves once the message is on this device's disk (I2) and in `messages`; only then may the composer clear. The draft
	 * goes with it; `shown` is as for {@link saveDraft}.
	 */
	send(body: string, shown?: string): Promise<void>;
	/** The own message that is being edited here, and what it says so far; kept on this device until it is saved or given up. */
	readonly editing: EditedMessage | undefined;
	/** Begins to edit an own message. */
	startEdit(messageId: string): void;
	/** Keeps the words so far; it stores on a pause. */
	keepEdit(body: string): void;
	/** Gives up the edit. */
	cancelEdit(): void;
	/** Saves the edit: resolves once it is on this device's disk and in `messages`. */
	saveEdit(body: string): Promise<void>;
	/** Deletes an own message, sent or not: shown at once, and nobody else hears of it until it can no longer be undone. */
	deleteOwn(messageId: string): Promise<void>;
	/** Brings it back. Resolves with false where it is too late. Throws StorageFailedError. */
	undoDeletion(messageId: string): Promise<boolean>;
	/** Tells the others that this person is writing; call it on every keystroke, and with false when the text is empty. */
	setTyping(typing: boolean): void;
	/** The person has seen everything up to this sequence, with the room on a visible screen. */
	markRead(seq: number): void;
	/** Marks the room unread from this sequence on, on every device. */
	markUnreadFrom(seq: number): void;
	/** Takes the divider away: after sending, or on Esc. */
	clearDivider(): void;
	/** Sends a refused message again. */
	retry(messageId: string): Promise<void>;
	/** Forgets a refused message. */
	discard(messageId: string): Promise<void>;
	/** Stops listening. Call it when the room leaves the screen. */
	close(): void;
}

/** Everything a signed-in screen talks to. Every property is reactive. */
export interface WorkspaceModel {
	/** False until the room list has been read from the device. */
	readonly ready: boolean;
	/** Every room of this account, by title, those it has hidden or archived included: what is shown, and how, is the list's. */
	readonly rooms: RoomListItem[];
	/** Messages of others not read in rooms that are not muted, and mentions of this account in all. */
	readonly unread: { messages: number; mentions: number };
	/** Everyone this account may know of, by name, deleted accounts left out. For a guest, the members of their rooms. */
	readonly people: PersonView[];
	person(userId: string): PersonView | undefined;
	/** Rooms that this account and somebody else are both in, direct ones left out, by title. */
	roomsWith(userId: string): RoomListItem[];
	/** Current members of a room of the list, by name. */
	membersOf(roomId: string): RoomMember[];
	/** The signed-in account as a person. */
	readonly me: PersonView;
	readonly role: WorkspaceRole;
	readonly workspaceSettings: WorkspaceSettings;
	readonly settings: PersonalSettings;
	/** Chooses something for this person on all their devices; undefined goes back to what it is without a choice. */
	setSetting<K extends keyof PersonalSettings>(name: K, value: PersonalSettings[K]): void;
	/** Changes what this person wants of a room in their list; undefined takes a choice away. */
	setRoomChoice(roomId: string, change: Partial<RoomChoice>): void;
	/**
	 * Asks the server for something, now or when it can be reached; shown at once. Resolves when it is on this device's disk.
	 * What comes of it shows in the documents, or in {@link refusedCommands}.
	 */
	run(command: Command): Promise<void>;
	/** Opens the direct room with somebody, also offline. Resolves with its id. */
	openDirect(userId: string): Promise<string>;
	/** Makes a room, also offline. Resolves with its id. */
	createRoom(request: {
		title: string;
		kind: 'public' | 'private' | 'group';
		topic?: string;
		members?: string[];
	}): Promise<string>;
	/** Commands that were refused, oldest first, until they are dismissed. */
	readonly refusedCommands: RefusedCommand[];
	dismissCommand(id: string): Promise<void>;
	/** Tells how long this person has done nothing here: idle after five minutes, or when the screen is hidden. */
	setIdle(idle: boolean): void;
	readonly connection: ConnectionState;
	/** Messages of every room that are written here and not on the server yet, refused ones not counted. */
	readonly unsent: number;
	/** Messages of every room that the server gave back. */
	readonly refused: number;
	/** Set when this device's storage failed: what is written stays in memory only, and the screen must say so. */
	readonly storageFailed: boolean;
	/** Rooms of which this device has messages that the server lost and does not take back (H3). */
	readonly ahead: number;
	readonly budget: StorageBudget;
	/** Sets how many bytes older messages may take on this device; what is over it is cleared. */
	setBudget(bytes: number): Promise<void>;
	openRoom(roomId: string): RoomModel;
	/** Sends every refused message again. */
	retryAll(): Promise<void>;
}
