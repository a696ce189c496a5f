import { call, type Answer } from '../api/call.ts';
import type { ProblemCode } from '../protocol/problem.ts';
import { roomMadeBy, UNDO_MS, type Command, type QueuedCommand } from './command.ts';
import type { CommandOutbox } from './command-outbox.ts';
import { requestFor } from './command-request.ts';

/** The first wait before a command that had no answer is sent again, in ms; each doubles it. */
const RETRY_FIRST_MS = 1_000;
/** The longest such wait, in ms. */
const RETRY_MAX_MS = 60_000;
/** How often a room's read mark is told at most, in ms. */
const READ_EVERY_MS = 2_000;
/** A fault of the server that comes back so many times in a row is its answer: the commands behind must not wait for ever. */
const FAULTS_MAX = 5;

/** How much longer than it can be undone a deletion waits, in ms: what was undone in the last moment must be heard of here. */
const UNDO_GRACE_MS = 1_000;

/** What sending needs of its surroundings. */
export interface SenderSurroundings {
	commands: CommandOutbox;
	/** Whether a message is written here and may still reach the server: what is about it waits. */
	isOnItsWay: (messageId: string) => boolean;
	/** Whether a message has come back: the server has nothing of it. */
	isReturned: (messageId: string) => boolean;
	/** Forgets what is on this device of a message that was deleted. */
	discard: (messageId: string) => Promise<void>;
	/** Whether the server has listed a room for this account. */
	lists: (roomId: string) => boolean;
	/** The server will not make a room: what was written in it comes back. */
	giveBack: (roomId: string) => Promise<void>;
}

type Failure = Exclude<Answer<unknown>, { ok: true }>;

/** The leader's side of the commands: sends them in order, one at a time, for as long as the connection is up. */
export class CommandSender {
	#around: SenderSurroundings;
	#stopped = false;
	/** Whether the connection is up and has said what there is: it is this account's then. */
	#online = false;
	#sending = false;
	#failures = 0;
	/** Until when nothing is sent, by this device's clock. */
	#waitUntil = 0;
	/** The session has ended: nothing is sent until the next connection. */
	#signedOut = false;
	#readAt = new Map<string, number>();
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(around: SenderSurroundings) {
		this.#around = around;
		around.commands.on('change', this.run);
	}

	/** The connection has come up and has said what there is, or what there is more. */
	begin(): void {
		if (!this.#online) {
			this.#online = true;
			this.#signedOut = false;
			this.#waitUntil = 0;
			this.#failures = 0;
		}
		this.followList();
		this.run();
	}

	/** The connection has gone. */
	end(): void {
		this.#online = false;
		clearTimeout(this.#timer);
	}

	/** The list of rooms has changed: a room that is in it needs no command any more to be shown. */
	followList(): void {
		const { commands, lists } = this.#around;
		const listed = commands.entries.filter(({ command, made }) => made === true && lists(roomMadeBy(command) ?? ''));
		if (listed.length > 0) void commands.forget(listed.map(({ id }) => id));
	}

	/** Sends what can be sent now. Call it when something that a command waits for may have happened. */
	run = (): void => {
		if (this.#sending || this.#stopped) return;
		clearTimeout(this.#timer);
		if (this.#signedOut || !this.#online) return;
		const now = Date.now();
		const [next, wait] = this.#next(now);
		if (next !== undefined) void this.#send(next);
		else if (wait !== undefined) this.#timer = setTimeout(this.run, wait);
	};

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
		this.#around.commands.off('change', this.run);
	}

	/** What to send, or how long until there is something, in ms. */
	#next(now: number): [QueuedCommand | undefined, wait?: number] {
		const { waiting } = this.#around.commands;
		if (waiting.length === 0) return [undefined];
		if (this.#waitUntil > now) return [undefined, this.#waitUntil - now];
		let wait: number | undefined;
		for (const entry of waiting) {
			const due = this.#dueAt(entry.command, now);
			if (due <= now) return [entry];
			if (due < Infinity) wait = Math.min(wait ?? Infinity, due - now);
		}
		return wait === undefined ? [undefined] : [undefined, wait];
	}

	#dueAt(command: Command, now: number): number {
		if (isMark(command)) return (this.#readAt.get(command.roomId) ?? -Infinity) + READ_EVERY_MS;
		if (command.kind !== 'delete-message' && command.kind !== 'edit-message') return 0;
		// The server cannot change what it has not got yet, and what it gets later would stay as it was.
		if (this.#around.isOnItsWay(command.messageId)) return Infinity;
		return command.kind === 'delete-message' ? dueAfterUndo(command.undoUntil, now) : 0;
	}

	async #send(entry: QueuedCommand): Promise<void> {
		const { command } = entry;
		this.#sending = true;
		if (!(await this.#isToBeSent(entry))) {
			this.#sending = false;
			return this.run();
		}
		if (this.#stopped) return;
		this.#around.commands.sending(entry);
		if (isMark(command)) this.#readAt.set(command.roomId, Date.now());
		const { method, path, body } = requestFor(command);
		const answer = await call<unknown>(method, path, body);
		// Another tab leads, or nobody does: whoever sends it again asks for the same.
		if (this.#stopped) return;
		if (answer.ok) await this.#succeed(entry);
		else await this.#fail(entry, answer);
		this.#sending = false;
		this.run();
	}

	/** Not what another tab has undone while this one slept; nor what the server has nothing of. */
	async #isToBeSent(entry: QueuedCommand): Promise<boolean> {
		const { command } = entry;
		if (command.kind !== 'delete-message') return true;
		if (command.undoUntil !== undefined && !(await this.#around.commands.stands(entry))) return false;
		if (!this.#around.isReturned(command.messageId)) return true;
		await this.#succeed(entry);
		return false;
	}

	async #succeed(entry: QueuedCommand): Promise<void> {
		this.#failures = 0;
		const { command, commands } = { ...entry, ...this.#around };
		// First: without the command, what is left of the message would be sent after all.
		if (command.kind === 'delete-message') await this.#around.discard(command.messageId);
		await commands.done(entry);
		this.followList();
	}

	async #fail(entry: QueuedCommand, { problem, retryAfterMs }: Failure): Promise<void> {
		const status = problem?.status ?? 0;
		if (status === 401) return void (this.#signedOut = true);
		const isFault = status === 500 && this.#failures + 1 >= FAULTS_MAX;
		if (problem === undefined || status === 429 || (status >= 500 && !isFault)) return this.#pause(retryAfterMs);
		this.#failures = 0;
		const code = problem.type.slice('urn:tidings:problem:'.length) as ProblemCode;
		// It is as it was wanted: the message is not there.
		const isDone = entry.command.kind === 'delete-message' && code === 'not-found';
		if (isDone) return this.#succeed(entry);
		if (isMark(entry.command)) return this.#around.commands.forget([entry.id]);
		await this.#around.commands.refuse(entry, code, problem.detail);
		const roomId = roomMadeBy(entry.command);
		if (roomId !== undefined && !this.#around.lists(roomId)) await this.#around.giveBack(roomId);
	}

	#pause(retryAfterMs = 0): void {
		const wait = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** this.#failures++);
		this.#waitUntil = Date.now() + Math.max(wait, retryAfterMs);
	}
}

function isMark(command: Command): command is Command & { kind: 'read' | 'unread' } {
	return command.kind === 'read' || command.kind === 'unread';
}

/** A clock that was put back must not make a deletion wait for hours. */
function dueAfterUndo(undoUntil: number | undefined, now: number): number {
	if (undoUntil === undefined || undoUntil > now + UNDO_MS) return 0;
	return undoUntil + UNDO_GRACE_MS;
}
