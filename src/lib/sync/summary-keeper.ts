import { headName, parseDocumentName, segmentName } from '../protocol/document-name.ts';
import { currentSegment, HEAD_ROOTS, type Member } from '../protocol/head.ts';
import type { ReadMark } from '../protocol/personal.ts';
import { overlayBlocked, overlayMark } from '../commands/overlay-person.ts';
import type { CommandOutbox } from '../commands/command-outbox.ts';
import type { DocumentSet } from './document-set.ts';
import type { HeadsList } from './heads-list.ts';
import { listedRooms } from './listed-rooms.ts';
import type { LocalStore } from './local-store.ts';
import type { PersonalState } from './personal-state.ts';
import { lastOf, readUpTo, UnreadCount, type Counting } from './summarise.ts';
import type { RoomDigest, Summaries } from './summaries.ts';

/** How long changes are gathered before rooms are counted again, in ms: a busy room must not be counted at every message. */
const GATHER_MS = 100;

interface KeeperParts {
	userId: string;
	store: LocalStore;
	documents: DocumentSet;
	heads: HeadsList;
	commands: CommandOutbox;
	personal: PersonalState;
	summaries: Summaries;
}

/** The leader's side of the summaries: counts a room again when its messages or its mark have changed, and no other. */
export class SummaryKeeper {
	#parts: KeeperParts;
	#stale = new Set<string>();
	#timer: ReturnType<typeof setTimeout> | undefined;
	#counting = false;
	#stopped = false;
	#blocked = '';

	constructor(parts: KeeperParts) {
		this.#parts = parts;
		this.#blocked = this.#blockedNow().join();
		parts.documents.on('changed', this.#documentChanged);
		parts.personal.on('change', this.compareMarks);
		parts.commands.on('change', this.compareMarks);
	}

	/** Compares the rows with what is on the disk: another tab may have died between the two. Reads no document. */
	async start(): Promise<void> {
		const copies = await this.#parts.store.copies();
		if (this.#stopped) return;
		const { summaries } = this.#parts;
		for (const roomId of this.#listed()) {
			const row = summaries.of(roomId);
			if (row === undefined) continue;
			const version = copies.get(segmentName(roomId, row.segment))?.version ?? 0;
			const hasMovedOn = copies.has(segmentName(roomId, row.segment + 1));
			if (row.version !== version || hasMovedOn) this.#recount(roomId);
		}
		this.followList();
		this.compareMarks();
	}

	/** Rooms have come or gone. */
	followList(): void {
		const { summaries } = this.#parts;
		const listed = this.#listed();
		for (const roomId of listed) if (summaries.of(roomId) === undefined) this.#recount(roomId);
		const gone = summaries.rooms.filter((roomId) => !listed.has(roomId));
		summaries.put([], gone);
	}

	stop(): void {
		this.#stopped = true;
		clearTimeout(this.#timer);
		this.#parts.documents.off('changed', this.#documentChanged);
		this.#parts.personal.off('change', this.compareMarks);
		this.#parts.commands.off('change', this.compareMarks);
	}

	/** Counts rooms again whose mark has moved, or all with something unread where the blocked people have changed. */
	compareMarks = (): void => {
		if (!this.#parts.personal.loaded) return;
		const blocked = this.#blockedNow().join();
		const others = blocked !== this.#blocked;
		this.#blocked = blocked;
		const { summaries } = this.#parts;
		for (const roomId of summaries.rooms) {
			const row = summaries.of(roomId);
			if (row === undefined) continue;
			const mark = this.#markOf(roomId);
			// No mark is another thing than one at the beginning: without it, what was said before joining does not count.
			const moved = row.readUpTo !== (mark && readUpTo(mark));
			if (moved || (others && row.lastSeq > (row.readUpTo ?? 0))) this.#recount(roomId);
		}
	};

	#documentChanged = (name: string): void => {
		const parsed = parseDocumentName(name);
		if (parsed?.kind === 'head') void this.#headChanged(parsed.roomId);
		if (parsed?.kind !== 'segment') return;
		const row = this.#parts.summaries.of(parsed.roomId);
		const counts = row === undefined || parsed.segment >= row.segment || row.unread > 0 || row.partial === true;
		if (counts) this.#recount(parsed.roomId);
	};

	/** Who has read how far changes a head all day long; only another segment is another thing to count. */
	async #headChanged(roomId: string): Promise<void> {
		const row = this.#parts.summaries.of(roomId);
		const head = headName(roomId);
		const segment = row && (await this.#read(head, ({ doc }) => currentSegment(doc.getMap(HEAD_ROOTS.meta))));
		if (row === undefined || segment !== row.segment) this.#recount(roomId);
	}

	#recount(roomId: string): void {
		if (this.#stopped) return;
		this.#stale.add(roomId);
		if (!this.#counting) this.#timer ??= setTimeout(() => void this.#countAll(), GATHER_MS);
	}

	async #countAll(): Promise<void> {
		this.#timer = undefined;
		this.#counting = true;
		const listed = this.#listed();
		const stale = [...this.#stale].filter((roomId) => listed.has(roomId));
		this.#stale.clear();
		const rows: RoomDigest[] = [];
		for (const roomId of stale) {
			const row = await this.#count(roomId);
			if (this.#stopped) return;
			if (row !== undefined && !isSame(row, this.#parts.summaries.of(roomId))) rows.push(row);
		}
		this.#parts.summaries.put(rows);
		this.#counting = false;
		if (this.#stale.size > 0) this.#timer = setTimeout(() => void this.#countAll(), GATHER_MS);
	}

	/** Counts one room; undefined where its head is not on this device yet. */
	async #count(roomId: string): Promise<RoomDigest | undefined> {
		const head = await this.#read(headName(roomId), ({ doc }) => {
			const meta = doc.getMap(HEAD_ROOTS.meta);
			const own = doc.getMap<Member>(HEAD_ROOTS.members).get(this.#parts.userId);
			const direct = meta.get('kind') === 'direct';
			return { here: meta.size > 0, segment: currentSegment(meta), direct, joinedAt: own?.joinedAt ?? 0 };
		});
		if (!head.here) return undefined;
		const { direct, joinedAt, segment } = head;
		const mark = this.#markOf(roomId);
		const blocked = new Set(this.#blockedNow());
		return this.#digest(roomId, segment, { userId: this.#parts.userId, direct, joinedAt, mark, blocked });
	}

	async #digest(roomId: string, segment: number, counting: Counting): Promise<RoomDigest> {
		const count = new UnreadCount(counting);
		const current = await this.#read(segmentName(roomId, segment), ({ doc, version }) => {
			return { version, last: lastOf(doc), more: count.add(doc) };
		});
		let { last, more } = current;
		let partial = false;
		for (let older = segment - 1; older >= 0 && (more || last === undefined); older--) {
			const before = await this.#read(segmentName(roomId, older), ({ doc, empty }) => {
				return { empty, last: lastOf(doc), more: more && count.add(doc) };
			});
			// A hole: what is before it may be anything.
			partial = before.empty;
			if (before.empty) break;
			last ??= before.last;
			more = before.more;
		}
		const { unread, mentions } = count;
		const { seq: lastSeq = 0, ...preview } = last ?? {};
		const { mark } = counting;
		return {
			...{ roomId, segment, version: current.version, lastSeq },
			...(mark !== undefined && { readUpTo: readUpTo(mark) }),
			unread,
			mentions,
			...(partial && { partial: true as const }),
			...(last !== undefined && { last: preview as RoomDigest['last'] & object })
		};
	}

	/** Reads something of a document, which is open here for no longer than that. */
	async #read<T>(name: string, read: (opened: Awaited<ReturnType<DocumentSet['openReady']>>) => T): Promise<T> {
		const { documents } = this.#parts;
		const opened = await documents.openReady(name);
		const value = read(opened);
		documents.release(name);
		return value;
	}

	#markOf(roomId: string): ReadMark | undefined {
		const { personal, commands } = this.#parts;
		return overlayMark(personal.mark(roomId), roomId, commands.shown);
	}

	#blockedNow(): string[] {
		const { personal, commands } = this.#parts;
		return [...overlayBlocked(personal.blocked, commands.shown)].sort();
	}

	#listed(): Set<string> {
		return listedRooms(this.#parts.heads.names);
	}
}

function isSame(row: RoomDigest, before: RoomDigest | undefined): boolean {
	return JSON.stringify(row) === JSON.stringify(before);
}
