import { mayStandIn } from './moves.ts';
import type { RoomList } from './room-list.svelte.ts';
import type { RoomSection } from './sections.ts';

/** A room on its way under a mouse. A finger moves rooms by their menu: resting on one is how it asks for that. */
export class RoomDrag {
	#list: RoomList;
	#moved: (roomId: string) => void;
	/** The room under the mouse. */
	roomId = $state<string>();
	/** Where it would be put: above this room, or below all of the section where there is none. */
	target = $state.raw<{ section: RoomSection; above: string | undefined }>();

	constructor(list: RoomList, moved: (roomId: string) => void) {
		this.#list = list;
		this.#moved = moved;
	}

	start = (event: DragEvent): void => {
		const roomId = roomOf(event.target);
		if (roomId === undefined || event.dataTransfer === null) return;
		event.dataTransfer.effectAllowed = 'move';
		// After this event: a row that changes in it cannot be dragged any more.
		setTimeout(() => (this.roomId = roomId));
	};

	over = (event: DragEvent): void => {
		this.target = this.#targetOf(event);
		if (this.target === undefined) return;
		event.preventDefault();
		if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'move';
	};

	drop = (event: DragEvent): void => {
		const { target, roomId } = this;
		const room = this.#list.shown.find(({ id }) => id === roomId);
		this.end();
		if (target === undefined || room === undefined) return;
		event.preventDefault();
		const others = target.section.rooms.filter(({ id }) => id !== room.id);
		const at = others.findIndex(({ id }) => id === target.above);
		this.#list.move(room, target.section, at === -1 ? others.length : at);
		this.#moved(room.id);
	};

	end = (): void => {
		this.roomId = undefined;
		this.target = undefined;
	};

	#targetOf({ target, clientY }: DragEvent) {
		const room = this.#list.shown.find(({ id }) => id === this.roomId);
		const element = target instanceof Element ? target.closest<HTMLElement>('[data-section]') : null;
		const section = this.#list.sections.find(({ key }) => key === element?.dataset['section']);
		if (room === undefined || section === undefined || !mayStandIn(room, section)) return undefined;
		const over = target instanceof Element ? target.closest<HTMLElement>('[data-room]') : null;
		if (over === null) return { section, above: section.open ? section.rooms[0]?.id : undefined };
		const { top, height } = over.getBoundingClientRect();
		const index = section.rooms.findIndex(({ id }) => id === over.dataset['room']);
		return { section, above: section.rooms[clientY < top + height / 2 ? index : index + 1]?.id };
	}
}

function roomOf(target: EventTarget | null): string | undefined {
	return target instanceof Element ? target.closest<HTMLElement>('[data-room]')?.dataset['room'] : undefined;
}
