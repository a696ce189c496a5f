import type { TimelineMessage } from '../../room/model.ts';

/** One author's messages stand under one name while they follow each other within this time. */
export const GROUP_WITHIN_MS = 5 * 60_000;

/** A message on its way longer than this says when it was written: as long as a pause that starts a new group. */
export const LATE_AFTER_MS = 5 * 60_000;

/** A message in its place on the screen. */
export interface TimelineEntry {
	message: TimelineMessage;
	/** The time it stands at: the server's clock once sent, the writer's until then. */
	at: number;
	/** Whether the author's name stands above it. */
	startsGroup: boolean;
}

/** The messages between two midnights of this device. */
export interface TimelineDay {
	/** The first of the two, ms since the Unix epoch; also the day's key. */
	start: number;
	entries: TimelineEntry[];
}

/** Why a message's own date differs from its place. */
export type Written =
	/** It was on its way for a while. */
	| { kind: 'late'; at: number }
	/** The writer's clock is ahead of the server's, so its date is no date to trust. */
	| { kind: 'clock-ahead'; at: number };

/** A message's entry as it was last placed: a row whose entry stays the same object is not drawn again. */
const placed = new WeakMap<TimelineMessage, TimelineEntry>();

/**
 * Splits a room's messages into days and groups, keeping their order. `first` is the id of the first that is new: what
 * stands under the divider says who wrote it.
 */
export function timelineDays(messages: readonly TimelineMessage[], first?: string): TimelineDay[] {
	const days: TimelineDay[] = [];
	let day: TimelineDay | undefined;
	let midnight = 0;
	let previous: TimelineEntry | undefined;
	for (const message of messages) {
		const at = shownAt(message);
		// Order is the server's, never the clock's: something old that is still waiting stays under the last day.
		if (day === undefined || at >= midnight) {
			day = { start: startOfDay(at), entries: [] };
			midnight = new Date(at).setHours(24, 0, 0, 0);
			days.push(day);
			previous = undefined;
		}
		previous = place(message, at, message.id === first || !continues(previous, message, at));
		day.entries.push(previous);
	}
	return days;
}

/** When a message says it was written, if that is worth saying. */
export function written({ createdAt, delivery }: TimelineMessage): Written | undefined {
	if (delivery.kind !== 'sent') return undefined;
	if (delivery.at - createdAt > LATE_AFTER_MS) return { kind: 'late', at: createdAt };
	if (createdAt - delivery.at > LATE_AFTER_MS) return { kind: 'clock-ahead', at: createdAt };
	return undefined;
}

/** The messages of others that stand after sequence `seq`. Reads only those, from the end. */
export function newerFromOthers(messages: readonly TimelineMessage[], seq: number): TimelineMessage[] {
	const newer: TimelineMessage[] = [];
	for (let index = messages.length - 1; index >= 0; index--) {
		const message = messages[index];
		if (message === undefined || message.delivery.kind !== 'sent') continue;
		if (message.delivery.seq <= seq) break;
		if (!message.mine) newer.unshift(message);
	}
	return newer;
}

/** The sequence of the last message that has one, -1 in a room without any. */
export function lastSeq(messages: readonly TimelineMessage[]): number {
	const last = messages.findLast((message) => message.delivery.kind === 'sent');
	return last?.delivery.kind === 'sent' ? last.delivery.seq : -1;
}

/** The sequence of the first message that has one, Infinity in a room without any. */
export function firstSeq(messages: readonly TimelineMessage[]): number {
	const first = messages.find((message) => message.delivery.kind === 'sent');
	return first?.delivery.kind === 'sent' ? first.delivery.seq : Infinity;
}

/** The first message from sequence `seq` on, if it is here. */
export function messageFrom(messages: readonly TimelineMessage[], seq: number): TimelineMessage | undefined {
	return messages.find(({ delivery }) => delivery.kind === 'sent' && delivery.seq >= seq);
}

/** How many messages stand before sequence `seq`. */
export function countBefore(messages: readonly TimelineMessage[], seq: number): number {
	const index = messages.findIndex(({ delivery }) => delivery.kind !== 'sent' || delivery.seq >= seq);
	return index === -1 ? messages.length : index;
}

/** Midnight before `at`, on this device. */
export function startOfDay(at: number): number {
	return new Date(at).setHours(0, 0, 0, 0);
}

function place(message: TimelineMessage, at: number, startsGroup: boolean): TimelineEntry {
	const last = placed.get(message);
	if (last?.startsGroup === startsGroup) return last;
	const entry = { message, at, startsGroup };
	placed.set(message, entry);
	return entry;
}

function shownAt({ createdAt, delivery }: TimelineMessage): number {
	return delivery.kind === 'sent' ? delivery.at : createdAt;
}

function continues(previous: TimelineEntry | undefined, message: TimelineMessage, at: number): boolean {
	if (previous === undefined || previous.message.authorId !== message.authorId) return false;
	return Math.abs(at - previous.at) <= GROUP_WITHIN_MS;
}
