import { createContext } from 'svelte';
import type { RoomModel, WorkspaceModel } from '../../room/model.ts';

/** What every signed-in screen is given. */
export class Signed {
	readonly workspace: WorkspaceModel;
	/** Set by a composer with words in it: no reload is offered under them. */
	writing = $state(false);
	/** Set by a room that says itself what it has and the server has lost: the workspace need not say it again. */
	saysAhead = $state(false);
	/** Set by a conversation: what Esc does once nothing else is open. */
	escape: (() => void) | undefined;

	constructor(workspace: WorkspaceModel) {
		this.workspace = workspace;
	}
}

/** The workspace around a screen. */
export const [getSigned, setSigned] = createContext<Signed>();

/** The room on screen, for the panel beside it. */
export const [getOpenRoom, setOpenRoom] = createContext<RoomModel>();
