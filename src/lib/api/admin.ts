import type { AdminMember, AuditEntry, StorageUse } from '../protocol/rest-accounts.ts';
import type { RoomList, RoomSummary } from '../protocol/rest-rooms.ts';
import type { WorkspaceRole, WorkspaceSettings } from '../protocol/workspace.ts';
import { call, type Answer } from './call.ts';

/** What of the audit log is asked for; `before` is an entry's number. */
export interface AuditQuery {
	before?: number;
	actor?: string;
	action?: string;
	room?: string;
}

/** The workspace's administration, for owners and administrators. None of these throws. */
export const adminApi = {
	changeWorkspace: (change: Partial<WorkspaceSettings>) => call<WorkspaceSettings>('PATCH', 'workspace', change),
	members: async (): Promise<Answer<AdminMember[]>> => {
		const answer = await call<{ members: AdminMember[] }>('GET', 'admin/members');
		return answer.ok ? { ok: true, value: answer.value.members } : answer;
	},
	changeRole: (userId: string, role: WorkspaceRole) =>
		call<undefined>('POST', `admin/members/${userId}/role`, { role }),
	/** A link by which somebody chooses a new password. */
	makeResetLink: (userId: string) => call<{ url: string }>('POST', `admin/members/${userId}/reset-link`),
	removeMember: (userId: string) => call<undefined>('POST', `admin/members/${userId}/remove`),
	/** Every room but direct ones, also those that the asker is not in. */
	rooms: async (): Promise<Answer<RoomSummary[]>> => {
		const answer = await call<RoomList>('GET', 'admin/rooms');
		return answer.ok ? { ok: true, value: answer.value.rooms } : answer;
	},
	/** Newest first, 100 at a time. */
	audit: async (query: AuditQuery = {}): Promise<Answer<AuditEntry[]>> => {
		const terms = Object.entries(query).map(([name, value]) => [name, String(value)]);
		const answer = await call<{ entries: AuditEntry[] }>('GET', `admin/audit?${new URLSearchParams(terms)}`);
		return answer.ok ? { ok: true, value: answer.value.entries } : answer;
	},
	storage: () => call<StorageUse>('GET', 'admin/storage')
};
