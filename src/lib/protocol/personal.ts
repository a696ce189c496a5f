import type * as z from 'zod/mini';
import type { roomChoiceSchema, settingSchemas } from './document-schemas.ts';

/**
 * Root names of a personal document. `drafts`, `settings` and `rooms` are written by the account's devices; `reads`,
 * `contacts` and `blocked` by the server, from commands.
 */
export const PERSONAL_ROOTS = {
	drafts: 'drafts',
	settings: 'settings',
	rooms: 'rooms',
	reads: 'reads',
	contacts: 'contacts',
	blocked: 'blocked'
} as const;

/** A value of the `rooms` root, keyed by room id. */
export type RoomChoice = z.infer<typeof roomChoiceSchema>;

/** The values of the `settings` root, by their keys. */
export type PersonalSettings = { [K in keyof typeof settingSchemas]?: z.infer<(typeof settingSchemas)[K]> };

/** A value of the `reads` root, keyed by room id. */
export interface ReadMark {
	/** Everything up to this sequence has been read. Never falls. */
	seq: number;
	/** The person has marked the room unread from this sequence on, until they next read it. */
	unreadFrom?: number;
	/** Names the newest such marking, also once it is over: only who has seen a marking can have read what it marks (N8). */
	marking?: number;
}

/** A value of the `contacts` root, keyed by user id: `asked` by this account, `asks` this account, or agreed. */
export interface Contact {
	state: 'asked' | 'asks' | 'contact';
	/** Server's clock, milliseconds since the Unix epoch. */
	at: number;
}
