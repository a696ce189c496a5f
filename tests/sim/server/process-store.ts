import { StorageUnavailableError, type Commit, type Storage } from '../../../sync-server/storage/storage.ts';
import type { Random } from '../time/random.ts';
import type { Actor, Scheduler } from '../time/scheduler.ts';
import type { Disk } from './disk.ts';

/** What the disk does to those who write to it. */
export interface DiskWeather {
	/** How long a write takes at most, in ms. */
	latency: number;
	/** Until when every write fails. */
	failsUntil: number;
	/** How likely a write that fails is on the disk all the same (T4). */
	keptAllTheSame: number;
}

interface Pending {
	write: () => Promise<unknown>;
}

/** How long a process may take to hear of what has reached the disk, in ms. */
const ANSWER_MS = 3;

/** The store as one server process sees it: writes take time, keep their order, fail, and are cut off by its death. */
export class ProcessStore {
	readonly storage: Storage;
	#disk: Disk;
	#actor: Actor;
	#scheduler: Scheduler;
	#random: Random;
	#weather: DiskWeather;
	#pending: Pending[] = [];
	#last = 0;
	#writable = true;

	constructor(
		disk: Disk,
		actor: Actor,
		weather: DiskWeather,
		{ scheduler, random }: { scheduler: Scheduler; random: Random }
	) {
		this.#disk = disk;
		this.#actor = actor;
		this.#weather = weather;
		this.#scheduler = scheduler;
		this.#random = random;
		this.storage = this.#wrap();
	}

	/** The same store in fair weather, for what a server writes before it lets anybody in: where that fails it does not start. */
	get atStart(): Storage {
		return { ...this.storage, appendCommit: (commit) => this.#disk.write((to) => to.appendCommit(commit), [commit]) };
	}

	/** The process has died: of what was on its way, so much reaches the disk and nothing after it. */
	cutOff(): void {
		const kept = this.#random.int(0, this.#pending.length);
		for (const { write } of this.#pending.splice(0).slice(0, kept)) write().catch(() => undefined);
	}

	#wrap(): Storage {
		const { storage, histories } = this.#disk;
		const write = <T>(commits: Commit[], run: (storage: Storage) => Promise<T>) => this.#write(commits, run);
		return {
			...storage,
			...histories,
			createRoom: (room, creator, commits) => write(commits, (to) => to.createRoom(room, creator, commits)),
			addMember: (membership, commit) => write([commit], (to) => to.addMember(membership, commit)),
			removeMember: (removal, commit) => write([commit], (to) => to.removeMember(removal, commit)),
			rollOver: (roomId, segment, commits) => write(commits, (to) => to.rollOver(roomId, segment, commits)),
			appendCommit: (commit, audit) => write([commit], (to) => to.appendCommit(commit, audit)),
			compact: (document, at, snapshot) => write([], (to) => to.compact(document, at, snapshot)),
			rebase: (commit) => write([commit], (to) => to.rebase(commit)),
			isWritable: () => this.#writable,
			probe: () => write([], async () => undefined)
		};
	}

	#write<T>(commits: Commit[], run: (storage: Storage) => Promise<T>): Promise<T> {
		return new Promise((resolve, reject) => {
			const pending: Pending = { write: () => this.#disk.write(run, commits) };
			this.#pending.push(pending);
			this.#last = Math.max(this.#last, this.#scheduler.now + this.#random.between(0, this.#weather.latency));
			this.#scheduler.at(this.#last, this.#actor, () => {
				this.#pending = this.#pending.filter((other) => other !== pending);
				this.#reach(pending).then(
					(value) => this.#answer(() => resolve(value as T)),
					(error: Error) => this.#answer(() => reject(error))
				);
			});
		});
	}

	async #reach({ write }: Pending): Promise<unknown> {
		this.#writable = this.#weather.failsUntil <= this.#scheduler.now;
		if (this.#writable) return write();
		if (this.#random.chance(this.#weather.keptAllTheSame)) await write();
		throw new StorageUnavailableError('the disk is full');
	}

	#answer(settle: () => void): void {
		this.#last = Math.max(this.#last, this.#scheduler.now + this.#random.between(0, ANSWER_MS));
		this.#scheduler.at(this.#last, this.#actor, settle);
	}
}
