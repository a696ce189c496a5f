import type { Message } from '../../../src/lib/protocol/message.ts';
import type { Scheduler } from '../time/scheduler.ts';

/** The text of what a device says that it may not: in somebody else's name, or over their words. */
export const FORGED = 'forged';

/** A message that somebody has sent, as far as the sender knows. */
export interface Composed {
	id: string;
	userId: string;
	/** The device that owes it. */
	device: string;
	roomId: string;
	message: Message;
	/** Its send has resolved: it is on the device's disk, and nothing may lose it any more (I2). */
	kept: boolean;
	/** Its writer has given it up after it came back. */
	discarded: boolean;
	/** What its writer has changed it to, in the order in which that was asked for. */
	edits: Change[];
	/** How its writer has deleted it. */
	deletions: (Change & { undone: boolean })[];
}

/** Something that a person has done to their own message. */
interface Change {
	/** The words of an edit. */
	body: string;
	/** The device that owes it, and when it was asked for. */
	device: string;
	at: number;
	/** It is on the device's disk. */
	kept: boolean;
}

/** Everything that a message may say. */
export function wordsOf({ message, edits }: Composed): Set<string> {
	return new Set([message.body, ...edits.map(({ body }) => body)]);
}

/** One store of a draft. */
export interface DraftWrite {
	userId: string;
	roomId: string;
	device: string;
	tab: string;
	/** When the tab was opened, and when it wrote. */
	openedAt: number;
	at: number;
	/** Every word in it; each was typed once. */
	words: string[];
	/** Words that it takes away, because they were sent. */
	cleared: string[];
	kept: boolean;
}

/** A broken promise, under the invariant's name. */
export interface Violation {
	invariant: string;
	what: string;
}

/** What has happened in a run, as people saw it. */
export class Journal {
	readonly composed = new Map<string, Composed>();
	readonly drafts: DraftWrite[] = [];
	/** Devices that have forged something, and where: `<device> <room>`. What they tell themselves is their own affair. */
	readonly forgers = new Set<string>();
	readonly violations: Violation[] = [];
	readonly events: string[] = [];
	/** Errors that the server has logged. */
	readonly errors: unknown[] = [];
	#scheduler: Scheduler;
	#startedAt: number;

	constructor(scheduler: Scheduler) {
		this.#scheduler = scheduler;
		this.#startedAt = scheduler.now;
	}

	note(event: string): void {
		this.events.push(`${((this.#scheduler.now - this.#startedAt) / 1000).toFixed(3).padStart(9)}  ${event}`);
	}

	violate(invariant: string, what: string): void {
		this.violations.push({ invariant, what });
		this.note(`!! ${invariant}: ${what}`);
	}

	logged(about: unknown): void {
		this.errors.push(about);
	}
}
