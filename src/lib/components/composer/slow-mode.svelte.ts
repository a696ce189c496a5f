import { createSubscriber } from 'svelte/reactivity';
import { m } from '$lib/paraglide/messages';
import type { RoomModel, TimelineMessage } from '../../room/model.ts';

/** Whole seconds until this person may write again: their last message here counts from when the server had it. */
export function secondsToWait(messages: readonly TimelineMessage[], slowSeconds: number, now: number): number {
	const last = messages.findLast(({ mine, delivery }) => mine && delivery.kind !== 'refused');
	if (last === undefined) return 0;
	const at = last.delivery.kind === 'sent' ? last.delivery.at : last.createdAt;
	// A clock that is behind the server's must not make anybody wait for longer than the room says.
	return Math.min(Math.max(Math.ceil((at - now) / 1_000 + slowSeconds), 0), slowSeconds);
}

/** The wait between two messages in a room that has one. Whoever keeps order there never waits. */
export class SlowMode {
	#room: Pick<RoomModel, 'slowSeconds' | 'role' | 'messages'>;
	#everySecond = createSubscriber((update) => {
		const timer = setInterval(update, 1_000);
		return () => clearInterval(timer);
	});

	constructor(room: Pick<RoomModel, 'slowSeconds' | 'role' | 'messages'>) {
		this.#room = room;
	}

	/** Whether this person has to wait at all. */
	get on(): boolean {
		return this.#room.slowSeconds > 0 && this.#room.role !== 'owner' && this.#room.role !== 'moderator';
	}

	/** Until the next message. */
	get seconds(): number {
		if (!this.on) return 0;
		const seconds = secondsToWait(this.#room.messages, this.#room.slowSeconds, Date.now());
		if (seconds > 0) this.#everySecond();
		return seconds;
	}

	get words(): string {
		const wait = this.seconds;
		return wait === 0 ? m.bar_slow({ count: this.#room.slowSeconds }) : m.bar_slow_wait({ count: wait });
	}
}
