import { m } from '$lib/paraglide/messages';
import { MESSAGE_BODY_MAX_CHARS } from '../../protocol/limits.ts';
import type { RoomModel } from '../../room/model.ts';
import { announcer } from '../announce.ts';
import { mayEdit } from '../timeline/may-edit.ts';
import { messageBody, textAfterSending } from './sending.ts';
import { SlowMode } from './slow-mode.svelte.ts';

/** What is being written in one room: a message, with its draft, or new words for one that is there. */
export class Writing {
	/** What stands in the field. */
	text = $state('');
	/** Whether it could not be kept on this device. */
	failed = $state(false);
	/** Whether nothing is left of a message's words: asked about, before the message goes. */
	emptied = $state(false);
	readonly slow: SlowMode;
	#room: RoomModel;
	/** A message of mine is in the timeline. */
	#onsent: () => void;
	/** Id of the message whose words are in the field, in place of the draft. */
	#edited = $state<string>();
	/** The stored draft that `text` last was; while they are the same, another device's changes are taken over. */
	#adopted = '';
	/** The draft, which waits while a message is edited. */
	#parked = '';
	#lastSent = '';
	#sending = false;
	#sendNext = false;

	constructor(room: RoomModel, onsent: () => void) {
		this.#room = room;
		this.#onsent = onsent;
		this.slow = new SlowMode(room);
	}

	get edited(): string | undefined {
		return this.#edited;
	}

	/** Whether the message that is edited has been deleted. */
	get gone(): boolean {
		return this.#room.messages.some(({ id, deletedBy }) => id === this.#edited && deletedBy !== undefined);
	}

	/** Characters that still fit. */
	get left(): number {
		return MESSAGE_BODY_MAX_CHARS - messageBody(this.text).length;
	}

	/** Whether it can be sent, or saved. */
	get ready(): boolean {
		if (this.left < 0) return false;
		return this.#edited === undefined ? messageBody(this.text) !== '' && this.slow.seconds === 0 : !this.gone;
	}

	/** The stored draft has changed. */
	adopt(draft: string): void {
		// A draft of what was just sent is this composer's own echo, stored before the message was.
		if (draft === this.text) this.#adopted = draft;
		// Stored with the message, it is gone before the words leave the composer.
		const isOwn = this.text !== '' && this.text !== this.#adopted;
		if (this.#sending || isOwn || (draft !== '' && this.#lastSent.startsWith(draft))) return;
		this.text = draft;
		this.#adopted = draft;
	}

	/** An edit has begun or ended. Returns whether one has begun. */
	follow(editing: RoomModel['editing']): boolean {
		if (editing?.messageId === this.#edited) return false;
		if (this.#edited === undefined) this.#parked = this.text;
		this.text = editing?.body ?? this.#parked;
		this.#edited = editing?.messageId;
		this.failed = false;
		return editing !== undefined;
	}

	/** The person has changed the text. */
	typed(): void {
		this.failed = false;
		if (this.#edited !== undefined) return this.#room.keepEdit(this.text);
		this.#lastSent = '';
		this.#room.saveDraft(this.text, this.#adopted);
		this.#room.setTyping(this.text !== '');
	}

	/** Begins to edit the last own message that can be; returns whether there is one. */
	editLast(): boolean {
		const last = this.#room.messages.findLast((message) => mayEdit(message, this.#room));
		if (last !== undefined) this.#room.startEdit(last.id);
		return last !== undefined;
	}

	cancelEdit(): void {
		this.#room.cancelEdit();
		announcer.say(m.edit_cancelled());
	}

	async deleteEmptied(): Promise<void> {
		if (this.#edited === undefined) return;
		await this.#room.deleteOwn(this.#edited);
		announcer.say(m.msg_deleted_say());
	}

	/** Sends what is written, or saves the edit. What is typed meanwhile and sent goes next. */
	async send(): Promise<void> {
		if (!this.ready) return;
		if (this.#edited !== undefined) return this.#save();
		if (this.#sending) return void (this.#sendNext = true);
		await this.#sendOnce();
		if (!this.#sendNext) return;
		this.#sendNext = false;
		await this.send();
	}

	async #sendOnce(): Promise<void> {
		const whole = this.text;
		this.#sending = true;
		try {
			await this.#room.send(messageBody(whole), this.#adopted);
			this.#lastSent = whole;
			this.#isSent(textAfterSending(this.#draft, whole));
		} catch {
			this.failed = true;
			this.#sendNext = false;
			this.#room.saveDraft(this.#draft, this.#adopted);
		} finally {
			this.#sending = false;
		}
	}

	/** With what was typed after it. */
	#isSent(rest: string): void {
		if (this.#edited === undefined) this.text = rest;
		else this.#parked = rest;
		this.#room.saveDraft(rest, this.#adopted);
		this.#room.setTyping(rest !== '');
		this.#room.clearDivider();
		this.failed = false;
		this.#onsent();
	}

	async #save(): Promise<void> {
		if (this.#sending) return;
		const body = messageBody(this.text);
		if (body === '') return void (this.emptied = true);
		this.#sending = true;
		try {
			await this.#room.saveEdit(body);
			announcer.say(m.edit_saved());
		} catch {
			this.failed = true;
		} finally {
			this.#sending = false;
		}
	}

	/** The draft, also while it waits. */
	get #draft(): string {
		return this.#edited === undefined ? this.text : this.#parked;
	}
}
