import type { Message } from '../../src/lib/protocol/message.ts';
import type { EditMessageRequest, MessageVersions } from '../../src/lib/protocol/rest-edits.ts';
import { RefusedError, type Storage } from '../storage/storage.ts';
import type { NamedMessage } from './messages.ts';
import { isAtLeast } from './rank.ts';
import { replaceMessage } from './replace-message.ts';
import type { RoomDesk } from './room-desk.ts';
import { isSameText } from './rules.ts';
import { insiderOf } from './standing.ts';
import { Refusal } from './verdict.ts';
import { WriteGate } from './write-gate.ts';

/** Versions in one answer: fifty of the longest are three megabytes, and more edits of one message than a person reads. */
const VERSIONS_LISTED = 50;

/** Changing one's own messages, and what they said before. Throws RefusedError with why it is not carried out. */
export class Edits {
	#desk: RoomDesk;
	#store: Storage;

	constructor(desk: RoomDesk) {
		this.#desk = desk;
		this.#store = desk.store;
	}

	/**
	 * Puts other words in place of an own message's, wherever it stands, as long as its author may write in the room (U13–U16).
	 * What reaches the server last stands; the words before it are in the log.
	 */
	async edit(userId: string, named: NamedMessage, edit: EditMessageRequest): Promise<void> {
		const { roomId, messageId } = named;
		const { membership } = await insiderOf(this.#store, roomId, userId);
		const found = await this.#store.findMessage(roomId, messageId);
		// Whoever keeps order in a room without being in it writes nothing there.
		if (membership === undefined || found === undefined) throw new RefusedError('not-found');
		if (found.author !== userId) throw new RefusedError('forbidden');
		await this.#admit(roomId, userId);
		// Carried out before: by now it may be another edit's turn, of another device.
		if (await this.#knows(named, edit)) return;
		const next = (present: Message) => versionOf(present, edit);
		const { seq } = found;
		if (!(await replaceMessage(this.#desk, { ...named, seq, at: this.#desk.now(), next }))) {
			throw new RefusedError('not-found');
		}
	}

	/** What a message has said, for its author and, but in a direct room, for those who keep order. */
	async versions(userId: string, { roomId, messageId }: NamedMessage): Promise<MessageVersions> {
		const { room, role } = await insiderOf(this.#store, roomId, userId);
		const found = await this.#store.findMessage(roomId, messageId);
		if (found === undefined) throw new RefusedError('not-found');
		const keepsOrder = room.kind !== 'direct' && isAtLeast(role, 'moderator');
		if (found.author !== userId && !keepsOrder) throw new RefusedError('forbidden');
		const { versions, earlier } = await this.#store.versionsOf(roomId, messageId, VERSIONS_LISTED);
		const said = versions.map(({ value, receivedAt }) => ({ message: JSON.parse(value) as Message, receivedAt }));
		if (said.some(({ message }) => message.deleted !== undefined)) throw new RefusedError('message-deleted');
		return {
			versions: said.map(({ message: { body, createdAt, editedAt }, receivedAt }) => {
				return { body, writtenAt: editedAt ?? createdAt, receivedAt };
			}),
			earlier
		};
	}

	async #knows({ roomId, messageId }: NamedMessage, edit: EditMessageRequest): Promise<boolean> {
		const { versions } = await this.#store.versionsOf(roomId, messageId, VERSIONS_LISTED);
		return versions.some(({ value }) => isSame(JSON.parse(value) as Message, edit));
	}

	/** Says what the socket would say: there is one gate, whichever way the words come. */
	async #admit(roomId: string, sender: string): Promise<void> {
		const { policies } = this.#desk.documents;
		const policy = await policies.of(roomId);
		if (policy === undefined) throw new RefusedError('not-found');
		try {
			new WriteGate(roomId, policy, policies).admit({ sender, fresh: () => 0, now: this.#desk.now() });
		} catch (error) {
			const code = error instanceof Refusal ? error.code : undefined;
			if (code !== 'room-archived' && code !== 'read-only' && code !== 'blocked') throw error;
			throw new RefusedError(code);
		}
	}
}

function versionOf(present: Message, edit: EditMessageRequest): Message | undefined {
	if (present.deleted !== undefined) throw new RefusedError('message-deleted');
	const { author, createdAt } = present;
	return isSame(present, edit) ? undefined : { author, createdAt, ...edit };
}

function isSame(message: Message, edit: EditMessageRequest): boolean {
	return message.editedAt === edit.editedAt && isSameText(message, { ...message, ...edit, mentions: edit.mentions });
}
