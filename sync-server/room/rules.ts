import type { DocumentName } from '../../src/lib/protocol/document-name.ts';
import { draftSchema, parseDraftKey, PERSONAL_ROOTS } from '../../src/lib/protocol/draft.ts';
import { HEAD_ROOTS } from '../../src/lib/protocol/head.ts';
import { isId } from '../../src/lib/protocol/ids.ts';
import { messageSchema, SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
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
}

/** Who may write what in one document. Both methods throw a {@link Refusal}. */
export interface Rules {
	/** Whether the sender may write in the root at all (U6). */
	checkRoot(root: string): void;
	/** Whether the sender may make this change (U8–U11). */
	checkChange(change: RootChange): void;
}

/** The rules for one account in one document. Access to the document itself has been decided before. */
export function rulesFor(document: DocumentName, sender: string): Rules {
	switch (document.kind) {
		case 'head':
			return serverOnly(Object.values(HEAD_ROOTS));
		case 'segment':
			return {
				checkRoot: only([SEGMENT_ROOTS.messages], [SEGMENT_ROOTS.timeline]),
				checkChange: (change) => checkMessage(change, sender)
			};
		case 'personal':
			return { checkRoot: only([PERSONAL_ROOTS.drafts], []), checkChange: checkDraft };
		default:
			throw document satisfies never;
	}
}

function only(members: string[], server: string[]): (root: string) => void {
	return (root) => {
		if (members.includes(root)) return;
		if (server.includes(root)) throw new Refusal('server-only', `${root} is written by the server`);
		throw new Refusal('unknown-root', 'no such root');
	};
}

function serverOnly(roots: string[]): Rules {
	const checkRoot = only([], roots);
	return { checkRoot, checkChange: (change) => checkRoot(change.root) };
}

function checkMessage({ key, before, after, written }: RootChange, sender: string): void {
	if (!isId(key)) throw new Refusal('invalid-content', 'message id is not a UUIDv7');
	const first = before as Message | undefined;
	if (first !== undefined && first.author !== sender) throw new Refusal('not-yours', 'message of another account');
	if (after === undefined) throw new Refusal('invalid-content', 'message keys are never deleted');
	for (const value of written) checkVersion(value, first, sender);
}

function checkVersion(value: unknown, first: Message | undefined, sender: string): void {
	const parsed = messageSchema.safeParse(value);
	if (!parsed.success) throw new Refusal('invalid-content', 'not a message');
	if (parsed.data.author !== sender) throw new Refusal('wrong-author', 'claims another author');
	if (first === undefined) return;
	const unchanged = parsed.data.createdAt === first.createdAt && parsed.data.editedAt === first.editedAt;
	if (unchanged && parsed.data.body === first.body) return;
	if (parsed.data.createdAt !== first.createdAt || parsed.data.editedAt === undefined) {
		throw new Refusal('invalid-content', 'an edit keeps the composing time and says when it was made');
	}
}

function checkDraft({ key, written }: RootChange): void {
	if (parseDraftKey(key) === undefined) throw new Refusal('invalid-content', 'not a draft key');
	for (const value of written) {
		if (!draftSchema.safeParse(value).success) throw new Refusal('invalid-content', 'not a draft');
	}
}
