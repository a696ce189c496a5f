import type { PersonalSettings } from '../../protocol/personal.ts';
import type { RoomListItem } from '../../room/model.ts';
import { fold, hasWords } from '../fold.ts';

/** A part of the room list. Everything that is not somebody's own section begins with a colon, which no name does. */
export interface RoomSection {
	/** What `closedSections` calls it. */
	key: string;
	kind: 'favourites' | 'own' | 'direct' | 'rooms' | 'archived' | 'hidden';
	/** Of one's own sections. */
	name?: string;
	rooms: RoomListItem[];
	open: boolean;
	/** Over its rooms that are not muted. */
	unread: number;
	mentions: number;
}

/** Sections that are closed until they are asked for, and closed again at the next start. */
const SET_ASIDE = new Set([':archived', ':hidden']);

export interface ListChoices {
	settings: Pick<PersonalSettings, 'roomOrder' | 'sections' | 'closedSections'>;
	/** What is typed above the list. While there is something, every section is open. */
	filter: string;
	/** Which of the archived and the hidden rooms are shown. */
	opened: ReadonlySet<string>;
}

/** The room list as it is shown, top to bottom. Empty sections are left out, but for one's own. */
export function roomSections(rooms: readonly RoomListItem[], choices: ListChoices): RoomSection[] {
	const { settings, filter, opened } = choices;
	const own = settings.sections ?? [];
	const closed = new Set(settings.closedSections);
	const folded = fold(filter);
	const filtered = folded !== '';
	const found = filtered ? rooms.filter(({ title }) => hasWords(title, folded)) : rooms;
	const grouped = bySection(found, own);
	const order = inOrder(settings.roomOrder ?? 'recent');
	return sectionKeys(own)
		.map((key): RoomSection => {
			const inside = (grouped.get(key) ?? []).sort(order);
			const open = filtered || (SET_ASIDE.has(key) ? opened.has(key) : !closed.has(key));
			return { key, ...kindOf(key), rooms: inside, open, ...counts(inside) };
		})
		.filter(({ kind, rooms: inside }) => inside.length > 0 || (kind === 'own' && !filtered));
}

/** Where a room stands. */
function sectionKey({ archived, choice, kind }: RoomListItem, own: readonly string[]): string {
	if (choice.hidden === true) return ':hidden';
	if (archived) return ':archived';
	if (choice.favourite === true) return ':favourites';
	// A section that was deleted on another device leaves its rooms where they had been.
	if (choice.section !== undefined && own.includes(choice.section)) return choice.section;
	return defaultKey(kind);
}

/** Where a room stands that nobody has put anywhere. */
export function defaultKey(kind: RoomListItem['kind']): string {
	return kind === 'direct' || kind === 'group' ? ':direct' : ':rooms';
}

/** A section's name as it may be kept: one line, and none that could be taken for one of ours. */
export function sectionName(text: string): string {
	return text
		.replace(/^[\s:]+/, '')
		.replaceAll(/\s+/g, ' ')
		.trim()
		.slice(0, 40)
		.trim();
}

function sectionKeys(own: readonly string[]): string[] {
	return [':favourites', ...own, ':direct', ':rooms', ':archived', ':hidden'];
}

function bySection(rooms: readonly RoomListItem[], own: readonly string[]): Map<string, RoomListItem[]> {
	const grouped = new Map<string, RoomListItem[]>();
	for (const room of rooms) {
		const key = sectionKey(room, own);
		const section = grouped.get(key);
		if (section === undefined) grouped.set(key, [room]);
		else section.push(room);
	}
	return grouped;
}

function kindOf(key: string): Pick<RoomSection, 'kind' | 'name'> {
	return key.startsWith(':') ? { kind: key.slice(1) as RoomSection['kind'] } : { kind: 'own', name: key };
}

function counts(rooms: readonly RoomListItem[]): Pick<RoomSection, 'unread' | 'mentions'> {
	const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
	return {
		unread: sum(rooms.filter(({ muted }) => !muted).map(({ unread }) => unread)),
		mentions: sum(rooms.map(({ mentions }) => mentions))
	};
}

/** What a person has put in its place stands there; the rest follows as the list is sorted. */
function inOrder(by: NonNullable<PersonalSettings['roomOrder']>): (a: RoomListItem, b: RoomListItem) => number {
	const sorted = SORTS[by];
	return (a, b) => {
		const [first, second] = [a.choice.order, b.choice.order];
		if (first !== undefined && second !== undefined && first !== second) return first < second ? -1 : 1;
		if ((first === undefined) !== (second === undefined)) return first === undefined ? 1 : -1;
		return sorted(a, b) || byTitle(a, b);
	};
}

const titles = new Intl.Collator(undefined, { numeric: true });
const byTitle = (a: RoomListItem, b: RoomListItem) => titles.compare(a.title, b.title) || (a.id < b.id ? -1 : 1);
const byTime = (a: RoomListItem, b: RoomListItem) => (b.last?.at ?? 0) - (a.last?.at ?? 0);
/** 2 where somebody is waiting for this person, 1 where there is something new, 0 otherwise. */
const urgency = ({ mentions, unread, muted }: RoomListItem) => (mentions > 0 ? 2 : unread > 0 && !muted ? 1 : 0);

const SORTS = {
	recent: byTime,
	title: byTitle,
	unread: (a: RoomListItem, b: RoomListItem) => urgency(b) - urgency(a) || byTime(a, b)
};
