import type { SignedIn } from '../../support/people.ts';

/** Everything a client needs to take part in the room of a running server. Crosses threads, so it is plain data. */
export type Room =
	| { server: 'tidings'; port: number; origin: string; people: SignedIn[]; segment: string }
	/** `frameBytes`: the length of what a message is there, so that both servers move the same number of bytes. */
	| { server: 'raw-uws'; port: number; frameBytes: number };

/** A server under load, in a process of its own. */
export interface Target extends AsyncDisposable {
	pid: number;
	room: Room;
}
