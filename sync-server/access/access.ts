import type { WorkspaceRole } from '../../src/lib/protocol/workspace.ts';
import { parseDocumentName } from '../../src/lib/protocol/document-name.ts';

/**
 * Which documents one account may read and write: its rooms as SQLite had them when the socket opened, kept true by
 * {@link Grants.join} and {@link Grants.leave} (I6). A document outside is refused the same way whether it exists or
 * not, so that nobody can probe for rooms (N2).
 */
export class Grants {
	readonly userId: string;
	#rooms: Set<string>;
	#seesEveryone: boolean;

	/** `role` is the account's in the workspace: a guest sees nobody outside their rooms. */
	constructor(userId: string, rooms: Iterable<string>, role: WorkspaceRole) {
		this.userId = userId;
		this.#rooms = new Set(rooms);
		this.#seesEveryone = role !== 'guest';
	}

	/** Ids of the account's rooms. */
	get rooms(): ReadonlySet<string> {
		return this.#rooms;
	}

	/** Whether the account may read and write the document of this name. */
	includes(document: string): boolean {
		const name = parseDocumentName(document);
		if (name === undefined) return false;
		if (name.kind === 'personal') return name.userId === this.userId;
		if (name.kind === 'workspace') return this.#seesEveryone;
		return this.#rooms.has(name.roomId);
	}

	join(roomId: string): void {
		this.#rooms.add(roomId);
	}

	leave(roomId: string): void {
		this.#rooms.delete(roomId);
	}
}
