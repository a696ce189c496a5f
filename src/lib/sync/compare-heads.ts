import type { Heads } from '../protocol/control.ts';
import { headName, parseDocumentName } from '../protocol/document-name.ts';
import type { CopyRow } from './store-schema.ts';

/** What a device knows about one listed document. */
interface Held {
	copy: CopyRow | undefined;
	/** The version that this connection may count on. */
	version: number;
	/** Whether something is owed to it. */
	owed: boolean;
	/** The server has lost its memory of this device's history (H2). */
	lost: boolean;
}

/** C3, D4, D10: what to do about a document that the server lists. */
export function needOf(
	head: Heads['documents'][number],
	{ copy, version, owed, lost }: Held
): 'renew' | 'sync' | 'nothing' {
	const kind = parseDocumentName(head.name)?.kind;
	const present = (copy?.bytes ?? 0) > 0;
	if (lost) {
		// Of a head an old copy says too much; a segment may hold what exists nowhere else, so the server judges it (H3).
		return present && kind === 'head' ? 'renew' : 'sync';
	}
	if (present && copy?.generation !== head.generation) return 'renew';
	// The personal document always: its drafts are in no outbox that counts them.
	return version !== head.version || owed || kind === 'personal' ? 'sync' : 'nothing';
}

/** Of these documents, the ones that are not for this account any more: neither they nor their room is listed. */
export function orphansAmong(names: Iterable<string>, listed: ReadonlySet<string>): Set<string> {
	return new Set([...names].filter((name) => !listed.has(listedRoot(name))));
}

/**
 * The document whose being listed means that this one is the account's: the head for a room's segments, of which the server
 * lists only the current one.
 */
export function listedRoot(name: string): string {
	const parsed = parseDocumentName(name);
	return parsed?.kind === 'segment' ? headName(parsed.roomId) : name;
}
