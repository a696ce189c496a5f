import * as Y from 'yjs';
import { newId } from '../../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../../src/lib/protocol/message.ts';
import { writeStamp, type Stamp } from './stamp.ts';

/** What a message says beyond its stamp, in bytes: with it a body is as long as a sentence in chat. */
const FILLER = ' and the rest of a sentence';

/** Turns messages into Yjs updates: the same for every server that takes them. */
export class Pen {
	#author: string;
	#update: Uint8Array = new Uint8Array();
	// Only its own messages: what others write changes nothing about the updates it makes.
	#doc = new Y.Doc();

	/** `author` is an account's id. */
	constructor(author: string) {
		this.#author = author;
		this.#doc.on('update', (made: Uint8Array) => (this.#update = made));
	}

	/** The Yjs client id it writes under. */
	get clientId(): number {
		return this.#doc.clientID;
	}

	/** One update with these messages in it. */
	write(stamps: Stamp[]): Uint8Array {
		const messages = this.#doc.getMap<Message>(SEGMENT_ROOTS.messages);
		this.#doc.transact(() => {
			for (const stamp of stamps) {
				messages.set(newId(), { author: this.#author, body: writeStamp(stamp) + FILLER, createdAt: Date.now() });
			}
		});
		return this.#update;
	}
}
