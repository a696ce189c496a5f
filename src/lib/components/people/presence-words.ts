import { m } from '$lib/paraglide/messages';
import type { WorkspaceRole } from '../../protocol/workspace.ts';
import type { PersonView } from '../../room/model.ts';
import { shortDate } from '../timeline/dates.ts';

/** Where somebody is, in a word or two; undefined where nothing is known, as without a connection. */
export function presenceWords(
	{ presence, lastSeenAt }: Pick<PersonView, 'presence' | 'lastSeenAt'>,
	now: number,
	locale: string
): string | undefined {
	switch (presence) {
		case 'online':
			return m.presence_online();
		case 'away':
			return m.presence_away();
		case 'busy':
			return m.presence_busy();
		case 'offline':
			return lastSeenAt === undefined ? undefined : m.presence_last_seen({ time: shortDate(lastSeenAt, now, locale) });
	}
}

/** What somebody says of themselves now; undefined where nothing, or where its time is over. */
export function currentStatus({ status }: Pick<PersonView, 'status'>, now: number): string | undefined {
	if (status === undefined || (status.until !== undefined && status.until <= now)) return undefined;
	return `${status.emoji} ${status.text}`.trim();
}

/** What somebody is in the workspace, where that is worth a word. */
export function workspaceRoleWords(role: WorkspaceRole): string | undefined {
	switch (role) {
		case 'owner':
			return m.person_workspace_owner();
		case 'admin':
			return m.person_admin();
		case 'member':
			return undefined;
		case 'guest':
			return m.person_guest();
	}
}
