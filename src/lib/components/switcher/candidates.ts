import type { PersonView, RoomListItem, WorkspaceModel } from '../../room/model.ts';
import { fold } from '../fold.ts';
import { wantsReading } from '../list/next-room.ts';

/** Something that can be done from anywhere. */
export interface Action {
	id: 'new-room' | 'browse' | 'message' | 'settings' | 'next-unread' | 'read-all' | 'status' | 'sign-out';
	label: string;
}

/** What the switcher leads to. `text` is what it is found by, folded. */
export type Candidate = { id: string; text: string } & (
	| { kind: 'room'; room: RoomListItem; other: PersonView | undefined }
	| { kind: 'person'; person: PersonView }
	| { kind: 'action'; action: Action }
);

/** Rooms shown before anything is typed: a screen of them. */
const ROOMS_AT_FIRST = 12;

/** Everything there is to go to, rooms that were used last before the others. Who has a direct room already is found as that room. */
export function candidates(
	workspace: Pick<WorkspaceModel, 'rooms' | 'people' | 'person'>,
	actions: readonly Action[]
): Candidate[] {
	const rooms = workspace.rooms.map((room): Candidate => {
		const other = room.otherId === undefined ? undefined : workspace.person(room.otherId);
		return {
			kind: 'room',
			id: `room-${room.id}`,
			text: fold(`${room.title} ${other?.username ?? ''}`),
			room,
			other
		};
	});
	rooms.sort(byUrgency);
	const talkedTo = new Set(workspace.rooms.map(({ otherId }) => otherId));
	const others = workspace.people.filter(({ id }) => !talkedTo.has(id));
	return [...rooms, ...people(others), ...actions.map(ofAction)];
}

/** Everyone to write to. */
export function people(all: readonly PersonView[]): Candidate[] {
	return all
		.filter(({ self }) => !self)
		.map((person) => ({
			kind: 'person',
			id: `person-${person.id}`,
			text: fold(`${person.name} ${person.username}`),
			person
		}));
}

/** What is offered before anything is typed: who waits for an answer, what is new, the latest rooms, then what can be done. */
export function atFirst(all: readonly Candidate[], current: string | undefined): Candidate[] {
	const rooms = all.filter((candidate) => candidate.kind === 'room' && candidate.room.id !== current);
	const shown = rooms.filter((candidate) => candidate.kind === 'room' && isInUse(candidate.room));
	return [...shown.slice(0, ROOMS_AT_FIRST), ...all.filter(({ kind }) => kind === 'action')];
}

function isInUse(room: RoomListItem): boolean {
	return wantsReading(room) || (!room.archived && room.choice.hidden !== true);
}

function byUrgency(a: Candidate, b: Candidate): number {
	if (a.kind !== 'room' || b.kind !== 'room') return 0;
	const urgency = ({ room }: { room: RoomListItem }) => (room.mentions > 0 ? 2 : wantsReading(room) ? 1 : 0);
	return urgency(b) - urgency(a) || (b.room.last?.at ?? 0) - (a.room.last?.at ?? 0);
}

function ofAction(action: Action): Candidate {
	return { kind: 'action', id: `action-${action.id}`, text: fold(action.label), action };
}
