import * as Y from 'yjs';
import { newId } from '../../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../../src/lib/protocol/message.ts';
import { writeStamp, type Stamp } from './stamp.ts';

/** What a message says beyond its stamp, in bytes: with it a body is as long as a sentence in chat. */
const FILLER = ' and the rest of a sentence';

/** A message under its id. */
export type Said = [id: string, message: Message];

/** A new message with a stamp in it; `author` is an account's id. */
export function messageOf(stamp: Stamp, author: string): Said {
	return [newId(), { author, body: writeStamp(stamp) + FILLER, createdAt: Date.now() }];
}

/** Turns messages into Yjs updates: the same for every server that takes them. */
export class Pen {
	#update: Uint8Array = new Uint8Array();
	// Only its own messages: what others write changes nothing about the updates it makes.
	#doc = new Y.Doc();

	constructor() {
		this.#doc.on('update', (made: Uint8Array) => (this.#update = made));
	}

	/** The Yjs client id it writes under. */
	get clientId(): number {
		return this.#doc.clientID;
	}

	/** One update with these messages in it. */
	write(said: Said[]): Uint8Array {
		const messages = this.#doc.getMap<Message>(SEGMENT_ROOTS.messages);
		this.#doc.transact(() => said.forEach(([id, message]) => messages.set(id, message)));
		return this.#update;
	}
}

/** A {@link Pen} for servers to which an author is just another string. */
export class AuthorsPen extends Pen {
	#author = newId();

	/** One update with a message for each stamp in it. */
	say(stamps: Stamp[]): Uint8Array {
		return this.write(stamps.map((stamp) => messageOf(stamp, this.#author)));
	}
}
