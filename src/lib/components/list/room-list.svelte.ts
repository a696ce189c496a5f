import { SvelteSet } from 'svelte/reactivity';
import type { RoomListItem, WorkspaceModel } from '../../room/model.ts';
import { moveRoom, type RoomChanges } from './moves.ts';
import { roomSections, type RoomSection } from './sections.ts';

type ListWorkspace = Pick<WorkspaceModel, 'rooms' | 'settings' | 'setSetting' | 'setRoomChoice'>;

/** The room list on the screen: what of it is shown, and in which order the keys go through it. */
export class RoomList {
	#workspace: ListWorkspace;
	/** What is typed above it. */
	filter = $state('');
	/** Archived and hidden rooms are shown for this once. */
	#opened = new SvelteSet<string>();

	constructor(workspace: ListWorkspace) {
		this.#workspace = workspace;
	}

	readonly sections: RoomSection[] = $derived.by(() =>
		roomSections(this.#workspace.rooms, {
			settings: this.#workspace.settings,
			filter: this.filter,
			opened: this.#opened
		})
	);

	/** The rooms as they stand on the screen. */
	get shown(): RoomListItem[] {
		return this.sections.filter(({ open }) => open).flatMap(({ rooms }) => rooms);
	}

	toggle({ key, kind }: RoomSection): void {
		if (kind === 'archived' || kind === 'hidden') {
			if (!this.#opened.delete(key)) this.#opened.add(key);
			return;
		}
		const closed = this.#workspace.settings.closedSections ?? [];
		const without = closed.filter((other) => other !== key);
		this.#workspace.setSetting('closedSections', without.length < closed.length ? without : [...closed, key]);
	}

	/** Puts a room into a section as its `index`-th, not counting itself. */
	move(room: RoomListItem, section: RoomSection, index: number): void {
		this.change(moveRoom(room, section, index));
	}

	/** One place up or down in its section; says where it stands then, or undefined where it stands at the end already. */
	step(room: RoomListItem, by: -1 | 1): { section: RoomSection; place: number } | undefined {
		const section = this.sections.find(({ rooms }) => rooms.some(({ id }) => id === room.id));
		const index = section?.rooms.findIndex(({ id }) => id === room.id) ?? -1;
		const place = index + by;
		if (section === undefined || place < 0 || place >= section.rooms.length) return undefined;
		this.move(room, section, place);
		return { section, place: place + 1 };
	}

	change(changes: RoomChanges): void {
		for (const [roomId, change] of changes) this.#workspace.setRoomChoice(roomId, change);
	}
}
