import { setTimeout as pause } from 'node:timers/promises';
import type { Peer } from './peer.ts';
import { SYNC_PAUSE_MS, SYNC_WINDOW_BYTES } from './socket-limits.ts';

/** A step 1 that waits for its answer. */
export interface Question {
	document: string;
	stateVector: Uint8Array;
	/** The generation of the asker's copy; undefined where it has none, or wants a new one. */
	generation: number | undefined;
}

/**
 * A peer's step 1s, answered one after the other at the speed at which the peer reads. So a socket has one answer in memory
 * at most, and a team that comes back at once does not fill the server with what nobody has read yet.
 */
export class AnswerQueue {
	#peer: Peer;
	#answer: (question: Question) => AsyncIterable<Uint8Array>;
	#mayAnswer: () => boolean;
	#questions: Question[] = [];
	#answering: Question | undefined;
	#cancelled = false;

	/** `answer` yields the frames of an answer; `mayAnswer` says whether the account may have another now. */
	constructor(peer: Peer, answer: (question: Question) => AsyncIterable<Uint8Array>, mayAnswer: () => boolean) {
		this.#peer = peer;
		this.#answer = answer;
		this.#mayAnswer = mayAnswer;
	}

	/** Queues a question; one about the same document that is still waiting is overtaken by it. */
	ask(question: Question): void {
		this.cancel(question.document);
		this.#questions.push(question);
		if (this.#answering === undefined) this.#peer.track(this.#answerAll());
	}

	/** What is still to be said about a document is not to be said any more. */
	cancel(document: string): void {
		this.#questions = this.#questions.filter((waiting) => waiting.document !== document);
		if (this.#answering?.document === document) this.#cancelled = true;
	}

	async #answerAll(): Promise<void> {
		for (let next = this.#questions.shift(); next !== undefined; next = this.#questions.shift()) {
			this.#answering = next;
			this.#cancelled = false;
			while (this.#peer.open && !this.#mayAnswer()) await pause(SYNC_PAUSE_MS, undefined, { ref: false });
			for await (const frame of this.#cancelled ? [] : this.#answer(next)) {
				if (this.#cancelled || !this.#peer.open) break;
				this.#peer.send(frame);
				if (this.#peer.waitingBytes > SYNC_WINDOW_BYTES) await this.#peer.drained();
			}
			this.#answering = undefined;
		}
	}
}
