import type { Stamp } from '../load/stamp.ts';

/** What a frame carries: bytes go as a binary frame, a string as a text frame. */
export type Payload = Uint8Array | string;

/** When a client counts as being in the room: with the open socket, with a frame that begins so, or with a message. */
export type ReadyWhen = 'open' | { prefix: Uint8Array } | { message: number };

/** How a client comes in. */
export interface Entrance {
	path: string;
	headers?: Record<string, string>;
	/** Sent as soon as the socket is open. */
	opening: Payload[];
	ready: ReadyWhen;
}

/** A client that writes. Message n of a load is always written by writer n modulo their number. */
export interface Writer {
	/** The payloads that say these messages; one Yjs update where the server takes Yjs updates. */
	say(stamps: Stamp[]): Payload[];
	/**
	 * Takes a frame that has no messages in it. `confirmed` is how many of this writer's updates the server has called
	 * safe so far; `answer` is what has to be sent now.
	 */
	hear(payload: Buffer): { confirmed?: number; answer?: Payload[] };
}

/** What a device holds of a room. */
export interface Copy {
	/** Takes a frame of the server. */
	apply(payload: Buffer): void;
	/** Whether the room, whose newest message is that of this number, is all here once this frame is applied. */
	completes(payload: Buffer, newest: number): boolean;
}

/** A running server, in a process of its own, and how to speak to it. Rooms and clients are counted from 0. */
export interface Target extends AsyncDisposable {
	readonly pid: number;
	readonly port: number;
	/** A client that comes with a copy is sent what the copy lacks; one without, everything. */
	enter(room: number, client: number, have?: Copy): Entrance;
	/** The client must have entered. */
	writer(room: number, client: number): Writer;
	/** An empty copy; undefined where the server keeps nothing to have a copy of. */
	copy(room: number): Copy | undefined;
	/** Ends the server as its host would, and starts it again on the same data. Resolves with how long the start took, in ms. */
	restart(): Promise<number>;
	/** Makes the server collect its garbage, so that its memory is what it needs. */
	collectGarbage(): void;
}

/** What is prepared before anyone connects. */
export interface Setting {
	rooms: number;
	/** How many clients of a room write. Where people have accounts, each of them has one of their own. */
	writersPerRoom: number;
}

/** A kind of server. */
export interface Contestant {
	name: string;
	/** What {@link Writer.hear} confirms; undefined where a writer only ever sees the own message come back. */
	confirms?: 'on disk' | 'in memory';
	start(setting: Setting): Promise<Target>;
	/**
	 * As {@link start}, with so many messages in the only room. Where it is missing, the room is filled by saying them; where
	 * an account may say only so many a minute, that would take hours.
	 */
	startFilled?(setting: Setting, messages: number): Promise<Target>;
}
