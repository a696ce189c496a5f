/**
 * Root names of the workspace document, which everyone but guests may read and only the server writes: who is here, so that
 * names, faces and titles are there offline.
 */
export const WORKSPACE_ROOTS = { people: 'people', settings: 'settings' } as const;

/** What a person may do in the workspace, from most to least. A guest sees nothing but the rooms they were invited to. */
export const WORKSPACE_ROLES = ['owner', 'admin', 'member', 'guest'] as const;
export type WorkspaceRole = (typeof WORKSPACE_ROLES)[number];

/** What someone says of themselves at the moment. */
export interface PersonStatus {
	/** One emoji. */
	emoji: string;
	text: string;
	/** The server's clock at which it is over, milliseconds since the Unix epoch; absent for until it is changed. */
	until?: number;
}

/** A value of the `people` root, keyed by user id. */
export interface Person {
	name: string;
	username: string;
	role: WorkspaceRole;
	/** Id of their picture; absent where they have none. */
	avatar?: string;
	status?: PersonStatus;
	/** IANA name, such as `Europe/Kyiv`. */
	timeZone?: string;
	about?: string;
	/** The account was deleted: the name is kept for what they wrote, or is empty where the owner's policy wants that. */
	deleted?: true;
}

/** Who may make an account. */
export type Registration = 'open' | 'invited' | 'closed';

/** The keys of the `settings` root, with the type of each value; also what `GET /api/v1/workspace` answers. */
export interface WorkspaceSettings {
	/** What the workspace is called. */
	name: string;
	registration: Registration;
	/** Whether members find each other by email address. */
	emailsVisible: boolean;
	/** What becomes of the messages of a deleted account: they stay without a name, or they go. */
	deletedMessages: 'keep' | 'remove';
}

export const DEFAULT_SETTINGS: WorkspaceSettings = {
	name: 'Tidings',
	registration: 'open',
	emailsVisible: false,
	deletedMessages: 'keep'
};
