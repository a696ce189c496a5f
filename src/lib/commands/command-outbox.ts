import { ObservableV2 } from 'lib0/observable';
import { newId } from '../protocol/ids.ts';
import type { ProblemCode } from '../protocol/problem.ts';
import type { LocalStore } from '../sync/local-store.ts';
import type { TabChannel, TabMessage } from '../sync/tab-channel.ts';
import { roomMadeBy, undoableUntil, type Command, type QueuedCommand, type RefusedCommand } from './command.ts';
import { mergeCommands } from './merge-commands.ts';
import { ReadMemory } from './read-memory.ts';
import { SettlingCommands } from './settling-commands.ts';

interface CommandOutboxEvents {
	/** Commands were added, changed or removed, or their effect has come or gone. */
	change: () => void;
}

/**
 * The commands of this device that the server has not carried out, mirrored in memory from the local store. Every tab adds
 * to it and shows what it holds; the leading tab sends it.
 */
export class CommandOutbox extends ObservableV2<CommandOutboxEvents> {
	/** What this device has asked for to be marked as read. */
	readonly reads = new ReadMemory();
	#store: LocalStore;
	#channel: TabChannel;
	#entries = new Map<string, QueuedCommand>();
	/** Entries that are not on the disk yet, or never will be: reading it again must not lose them. */
	#unstored = new Map<string, QueuedCommand>();
	/** Entries whose removal is under way, or was overtaken by their own write: the disk must not bring them back. */
	#removed = new Set<string>();
	/** Entries that may have reached the server already: nothing is put in their place. */
	#sent = new Set<string>();
	#settling: SettlingCommands;
	/** Rings when a deletion can no longer be undone. */
	#undoEnds: ReturnType<typeof setTimeout> | undefined;

	constructor(userId: string, store: LocalStore, channel: TabChannel, watch: SettlingCommands['watch']) {
		super();
		this.#store = store;
		this.#channel = channel;
		this.#settling = new SettlingCommands(userId, watch, () => this.emit('change', []));
		channel.on('message', (message) => this.#hear(message));
	}

	/** Reads the commands from the disk; again whenever another tab has changed them. */
	async load(): Promise<void> {
		const stored = (await this.#store.rows('commands')).filter(({ id }) => !this.#removed.has(id));
		this.#entries = new Map(stored.map((entry) => [entry.id, entry]));
		for (const entry of this.#unstored.values()) this.#entries.set(entry.id, entry);
		for (const { command } of this.#entries.values()) this.reads.note(command);
		this.#tell();
	}

	/** All of them, oldest first: ids are UUIDv7, which sort by the time they were made. */
	get entries(): QueuedCommand[] {
		return [...this.#entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
	}

	/** Those that are still to be sent, oldest first. */
	get waiting(): QueuedCommand[] {
		return this.entries.filter(({ refused, made }) => refused === undefined && made === undefined);
	}

	get refused(): RefusedCommand[] {
		return this.entries.filter((entry): entry is RefusedCommand => entry.refused !== undefined);
	}

	/** What the screens show as if it were so, in the order in which it was asked for. */
	get shown(): Command[] {
		const open = this.entries.filter(({ refused }) => refused === undefined);
		const all = new Map([...this.#settling.all, ...open].map((entry) => [entry.id, entry]));
		return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ command }) => command);
	}

	/** Whether a room is here only because this device has asked for it: nothing of it may be given up or asked about. */
	makes(roomId: string): boolean {
		return this.entries.some((entry) => entry.refused === undefined && roomMadeBy(entry.command) === roomId);
	}

	/** Whether a message is to be deleted: whatever of it is on this device only is not to be sent. */
	deletes(messageId: string): boolean {
		return this.entries.some((entry) => entry.refused === undefined && isDeletionOf(entry, messageId));
	}

	/** Whether a command is on the disk still, where another tab may have undone it; read anew. */
	async stands({ id }: QueuedCommand): Promise<boolean> {
		await this.load();
		return this.#entries.has(id);
	}

	/**
	 * Takes the deletion of a message back: resolves when this device's disk has forgotten it, with false where it is too late.
	 * Throws {@link StorageFailedError}.
	 */
	async undoDeletion(messageId: string): Promise<boolean> {
		const now = Date.now();
		// Two tabs that delete at once give two.
		const entries = this.waiting.filter((waiting) => isDeletionOf(waiting, messageId));
		const isLate = ({ id, command }: QueuedCommand) => this.#sent.has(id) || undoableUntil(command, now) === undefined;
		if (entries.length === 0 || entries.some(isLate)) return false;
		await this.#change(
			[],
			entries.map(({ id }) => id)
		);
		return true;
	}

	/** Gives a command: shown at once, resolved when this device's disk has it. Throws {@link StorageFailedError}. */
	async add(command: Command): Promise<void> {
		const replaced = this.waiting.filter(({ id }) => !this.#sent.has(id));
		let merged = command;
		const gone: string[] = [];
		for (const entry of replaced.reverse()) {
			const both = mergeCommands(entry.command, merged);
			if (both === undefined) continue;
			merged = both;
			gone.push(entry.id);
		}
		this.reads.note(merged);
		await this.#change([{ id: newId(), command: merged }], gone);
	}

	/** The leader is about to send it. */
	sending(entry: QueuedCommand): void {
		this.#sent.add(entry.id);
		this.#channel.post({ kind: 'command-sent', queued: entry });
	}

	/** The server has carried it out. A room that it has made stays here until the server has listed it. */
	async done(entry: QueuedCommand): Promise<void> {
		this.#channel.post({ kind: 'command-done', queued: entry });
		this.#settling.add(entry);
		if (roomMadeBy(entry.command) !== undefined) return this.#change([{ ...entry, made: true }], []).catch(ignore);
		await this.forget([entry.id]);
	}

	/** The server has refused it: what it would have changed is as it was. */
	async refuse(entry: QueuedCommand, code: ProblemCode, detail: string | undefined): Promise<void> {
		const refused = { code, ...(detail !== undefined && { detail }) };
		await this.#change([{ ...entry, refused }], []).catch(ignore);
	}

	/** Takes commands out: they are done, or the person has seen why they were refused. */
	async forget(ids: string[]): Promise<void> {
		await this.#change([], ids).catch(ignore);
	}

	/** Stops waiting for documents to catch up. */
	stop(): void {
		clearTimeout(this.#undoEnds);
		this.#settling.stop();
		this.destroy();
	}

	async #change(put: QueuedCommand[], remove: string[]): Promise<void> {
		for (const entry of put) {
			this.#entries.set(entry.id, entry);
			this.#unstored.set(entry.id, entry);
		}
		for (const id of remove) {
			this.#entries.delete(id);
			this.#unstored.delete(id);
			this.#removed.add(id);
		}
		this.#tell();
		await this.#store.changeRows('commands', put, remove, true);
		await this.#written(put);
		this.#channel.post({ kind: 'commands-changed' });
	}

	#tell(): void {
		clearTimeout(this.#undoEnds);
		const now = Date.now();
		const ends = this.waiting.flatMap(({ command }) => undoableUntil(command, now) ?? []);
		if (ends.length > 0) this.#undoEnds = setTimeout(() => this.#tell(), Math.min(...ends) - now);
		this.emit('change', []);
	}

	/** Its own write may have brought back what was taken out in the meantime. */
	async #written(put: QueuedCommand[]): Promise<void> {
		for (const entry of put) if (this.#unstored.get(entry.id) === entry) this.#unstored.delete(entry.id);
		const overtaken = put.map(({ id }) => id).filter((id) => this.#removed.has(id));
		if (overtaken.length > 0) await this.#store.changeRows('commands', [], overtaken);
	}

	#hear(message: TabMessage): void {
		switch (message.kind) {
			case 'commands-changed':
				return void this.load();
			case 'command-sent':
				this.reads.note(message.queued.command);
				return void this.#sent.add(message.queued.id);
			case 'command-done':
				return this.#settling.add(message.queued);
			default:
			// The other messages are the engine's and the documents'.
		}
	}
}

/** Where the disk fails, the store says so on the screen, and the command is asked for again at the next start. */
const ignore = () => undefined;

function isDeletionOf({ command }: QueuedCommand, messageId: string): boolean {
	return command.kind === 'delete-message' && command.messageId === messageId;
}
