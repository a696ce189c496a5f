import type { DocumentName } from '../../src/lib/protocol/document-name.ts';
import { draftSchema, isRoomChoice, isSetting, messageSchema } from '../../src/lib/protocol/document-schemas.ts';
import { parseDraftKey } from '../../src/lib/protocol/draft.ts';
import { HEAD_ROOTS } from '../../src/lib/protocol/head.ts';
import { isId } from '../../src/lib/protocol/ids.ts';
import { PERSONAL_ROOTS } from '../../src/lib/protocol/personal.ts';
import { WORKSPACE_ROOTS } from '../../src/lib/protocol/workspace.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import { Refusal } from './verdict.ts';

/** What an update did to one key of one root. */
export interface RootChange {
	root: string;
	key: string;
	/** The value before; undefined where there was none. */
	before: unknown;
	/** The value now; undefined where the key is deleted. */
	after: unknown;
	/** Every value the update wrote under the key, also those that lost to another. */
	written: unknown[];
	/** New structs under the key, deleted ones included. */
	structs: number;
}

/** What an account's devices write in its personal document, and what only the server does. */
const DEVICE_ROOTS: string[] = [PERSONAL_ROOTS.drafts, PERSONAL_ROOTS.settings, PERSONAL_ROOTS.rooms];
const SERVER_ROOTS: string[] = [PERSONAL_ROOTS.reads, PERSONAL_ROOTS.contacts, PERSONAL_ROOTS.blocked];

/** Who may write what in one document. Every method throws a {@link Refusal}. */
export interface Rules {
	/** Whether the document has such a root, whoever writes it (U6). */
	checkExists(root: string): void;
	/** Whether the sender may write in the root at all (U6). */
	checkRoot(root: string): void;
	/** Whether the sender may write over or delete this value, as far as can be told from it alone (U10). */
	checkValue(root: string, value: unknown): void;
	/** Whether the sender may make this change (U8–U11). */
	checkChange(change: RootChange): void;
}

/** The rules for one account in one document. Access to the document itself has been decided before. */
export function rulesFor(document: DocumentName, sender: string): Rules {
	switch (document.kind) {
		case 'head':
			return rules([], Object.values(HEAD_ROOTS), { change: () => undefined });
		case 'segment':
			return rules([SEGMENT_ROOTS.messages], [SEGMENT_ROOTS.timeline, SEGMENT_ROOTS.info], {
				value: (value) => checkAuthor(value, sender),
				change: (change) => checkMessage(change, sender)
			});
		case 'personal':
			return rules(DEVICE_ROOTS, SERVER_ROOTS, { change: checkPersonal });
		case 'workspace':
			return rules([], Object.values(WORKSPACE_ROOTS), { change: () => undefined });
		default:
			throw document satisfies never;
	}
}

function rules(
	writable: string[],
	serverOnly: string[],
	check: { value?: (value: unknown) => void; change: (change: RootChange) => void }
): Rules {
	const checkExists = (root: string) => {
		if (!writable.includes(root) && !serverOnly.includes(root)) throw new Refusal('unknown-root', 'no such root');
	};
	const checkRoot = (root: string) => {
		checkExists(root);
		if (!writable.includes(root)) throw new Refusal('server-only', `${root} is written by the server`);
	};
	const checkValue = (root: string, value: unknown) => {
		checkRoot(root);
		check.value?.(value);
	};
	return { checkExists, checkRoot, checkValue, checkChange: check.change };
}

function checkAuthor(value: unknown, sender: string): void {
	if ((value as Message | undefined)?.author !== sender) throw new Refusal('not-yours', 'message of another account');
}

function checkMessage({ key, before, after, written }: RootChange, sender: string): void {
	if (!isId(key)) throw new Refusal('invalid-content', 'message id is not a UUIDv7');
	const first = before as Message | undefined;
	// Also where the tombstone and this were written at the same time, and Yjs would have kept this (U17).
	if (first?.deleted !== undefined) throw new Refusal('message-deleted', 'the message was deleted');
	if (first !== undefined) checkAuthor(first, sender);
	if (after === undefined) throw new Refusal('invalid-content', 'message keys are never deleted');
	for (const value of written) checkVersion(value, first, sender);
}

function checkVersion(value: unknown, first: Message | undefined, sender: string): void {
	const parsed = messageSchema.safeParse(value);
	if (!parsed.success || !isPlain(value)) throw new Refusal('invalid-content', 'not a message');
	if (parsed.data.author !== sender) throw new Refusal('wrong-author', 'claims another author');
	if (first === undefined) return;
	const unchanged = parsed.data.createdAt === first.createdAt && parsed.data.editedAt === first.editedAt;
	if (unchanged && isSameText(parsed.data, first)) return;
	if (parsed.data.createdAt !== first.createdAt || parsed.data.editedAt === undefined) {
		throw new Refusal('invalid-content', 'an edit keeps the composing time and says when it was made');
	}
}

/** Whether two versions of a message say the same to the same people. */
export function isSameText(one: Message, other: Message): boolean {
	return one.body === other.body && (one.mentions ?? []).join() === (other.mentions ?? []).join();
}

function checkPersonal(change: RootChange): void {
	if (change.root === PERSONAL_ROOTS.drafts) return checkDraft(change);
	const fits = change.root === PERSONAL_ROOTS.rooms ? isRoomChoice : isSetting;
	for (const value of change.written) {
		if (!fits(change.key, value) || !hasNoPrototype(value)) throw new Refusal('invalid-content', 'no such choice');
	}
}

function checkDraft({ key, written }: RootChange): void {
	if (parseDraftKey(key) === undefined) throw new Refusal('invalid-content', 'not a draft key');
	for (const value of written) {
		if (!draftSchema.safeParse(value).success || !isPlain(value)) throw new Refusal('invalid-content', 'not a draft');
	}
}

/**
 * Whether an object has its fields itself. A key named `__proto__` on the wire becomes the decoded object's prototype: it
 * would pass a schema with fields that are not there when the object is encoded again.
 */
function isPlain(value: unknown): boolean {
	return Object.getPrototypeOf(value) === Object.prototype;
}

/** The same for a value that may also be a list or no object at all. */
function hasNoPrototype(value: unknown): boolean {
	return typeof value !== 'object' || value === null || Array.isArray(value) || isPlain(value);
}
