import type { Command } from './command.ts';

/** How far this device has said that it has read: a mark that is higher was made on another one. */
export class ReadMemory {
	#marks = new Map<string, number>();
	#unread = new Map<string, number>();

	note(command: Command): void {
		if (command.kind === 'read') this.#marks.set(command.roomId, Math.max(command.seq, this.of(command.roomId)));
		if (command.kind === 'unread') this.#unread.set(command.roomId, command.seq);
	}

	/** The highest sequence up to which this device has called a room read; 0 for none. */
	of(roomId: string): number {
		return this.#marks.get(roomId) ?? 0;
	}

	/** From where on this device has last called a room unread. */
	unreadFrom(roomId: string): number | undefined {
		return this.#unread.get(roomId);
	}
}
