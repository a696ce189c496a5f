import type { PersonalSettings } from '../../protocol/personal.ts';
import type { RoomListItem } from '../../room/model.ts';
import type { RoomChanges } from './moves.ts';

/** What a change of one's own sections writes. */
export interface SectionEdit {
	settings: Pick<PersonalSettings, 'sections' | 'closedSections'>;
	rooms: RoomChanges;
}

type Before = Pick<PersonalSettings, 'sections' | 'closedSections'>;

/** Another section at the end. */
export function addSection(before: Before, name: string): SectionEdit {
	return { settings: { sections: [...(before.sections ?? []), name] }, rooms: new Map() };
}

/** Another name for a section; its rooms go with it. */
export function renameSection(before: Before, rooms: readonly RoomListItem[], from: string, to: string): SectionEdit {
	const renamed = (names: readonly string[] = []) => names.map((name) => (name === from ? to : name));
	return {
		settings: { sections: renamed(before.sections), closedSections: renamed(before.closedSections) },
		rooms: new Map(inSection(rooms, from).map(({ id }) => [id, { section: to }]))
	};
}

/** No such section any more; its rooms go back to where they would be without it. */
export function deleteSection(before: Before, rooms: readonly RoomListItem[], name: string): SectionEdit {
	const without = (names: readonly string[] = []) => names.filter((other) => other !== name);
	return {
		settings: { sections: without(before.sections), closedSections: without(before.closedSections) },
		rooms: new Map(inSection(rooms, name).map(({ id }) => [id, { section: undefined, order: undefined }]))
	};
}

/** A section one place up or down among one's own. */
export function stepSection(before: Before, name: string, by: -1 | 1): SectionEdit {
	const sections = [...(before.sections ?? [])];
	const from = sections.indexOf(name);
	const to = Math.min(Math.max(from + by, 0), sections.length - 1);
	return { settings: { sections: sections.toSpliced(from, 1).toSpliced(to, 0, name) }, rooms: new Map() };
}

function inSection(rooms: readonly RoomListItem[], name: string): RoomListItem[] {
	return rooms.filter(({ choice }) => choice.section === name);
}
