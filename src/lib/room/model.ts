import type { RoomKind } from '../protocol/head.ts';
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
	delivery: Delivery;
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

/** A row of the room list. */
export interface RoomListItem {
	id: string;
	title: string;
	kind: RoomKind;
	/** Messages written here that are not on the server yet. */
	unsent: number;
}

/** Someone in the room now. */
export interface RoomMember {
	id: string;
	name: string;
	username: string;
	role: 'owner' | 'member';
	/** Whether it is the signed-in account. */
	self: boolean;
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
	readonly kind: RoomKind;
	/** Current members, by name. */
	readonly members: RoomMember[];
	/** Ids of those who have the room on a screen now, as far as this device can know: nobody while it is offline. */
	readonly present: ReadonlySet<string>;
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
	/** Resolves once the message is on this device's disk (I2) and in `messages`; only then may the composer clear. */
	send(body: string): Promise<void>;
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
	/** By title. */
	readonly rooms: RoomListItem[];
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
