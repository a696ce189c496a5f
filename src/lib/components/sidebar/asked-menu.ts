import type { RoomListItem } from '../../room/model.ts';
import type { RoomSection } from '../list/sections.ts';
import type { MenuPlace } from '../ui/menu.ts';

/** Which menu of the room list was asked for, and where. */
export type AskedMenu = { place: MenuPlace } & (
	| { kind: 'room'; room: RoomListItem; section: RoomSection | undefined }
	| { kind: 'section'; section: RoomSection }
	/** How the list is sorted, and what concerns all of it. */
	| { kind: 'list' }
);
