import type { HistoryMessage } from '../../src/lib/protocol/rest-messages.ts';

/** How much earlier a message was composed than received before both are worth telling, in ms: a train through a tunnel. */
const LATE_MS = 5 * 60_000;

/** Such as `2026-11-21`, in UTC. */
export function dayOf(at: number): string {
	return new Date(at).toISOString().split('T')[0] ?? '';
}

/** Such as `14:03`, in UTC. */
export function minuteOf(at: number): string {
	return new Date(at).toISOString().split('T')[1]?.slice(0, 5) ?? '';
}

export function dayAndMinute(at: number): string {
	return `${dayOf(at)} ${minuteOf(at)}`;
}

/** Whether a message was received on another day than the one above it. */
export function beginsDay(message: HistoryMessage, before: HistoryMessage | undefined): boolean {
	return before === undefined || dayOf(before.receivedAt) !== dayOf(message.receivedAt);
}

export function cameLate({ receivedAt, createdAt }: HistoryMessage): boolean {
	return receivedAt - createdAt > LATE_MS;
}
