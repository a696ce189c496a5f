import { m } from '$lib/paraglide/messages';
import type { AuditEntry } from '../../protocol/rest-accounts.ts';
import { WORKSPACE_ROLES, type WorkspaceRole } from '../../protocol/workspace.ts';
import { shortDate } from '../timeline/dates.ts';
import { roleWords } from './roles.ts';

/** Ids that say nothing to anybody who reads. */
const UNSAID = new Set(['messageId']);

/** What more an entry has to say, part by part; what this version has no words for stands there as the server has it. */
export function detailWords({ detail }: Pick<AuditEntry, 'detail'>, locale: string): string[] {
	return Object.entries(detail ?? {})
		.filter(([key, value]) => !UNSAID.has(key) && value !== null && value !== '')
		.map(([key, value]) => words(key, value, locale));
}

function words(key: string, value: string | number | boolean | null, locale: string): string {
	if (key === 'title' || key === 'device') return String(value);
	if (key === 'role') return m.audit_detail_role({ role: isRole(value) ? roleWords(value) : String(value) });
	if (key === 'usesMax') return m.audit_detail_uses({ count: String(value) });
	if (key === 'expiresAt' || key === 'until') {
		return m.audit_detail_until({ time: shortDate(Number(value), Date.now(), locale) });
	}
	return `${key}: ${String(value)}`;
}

function isRole(value: unknown): value is WorkspaceRole {
	return (WORKSPACE_ROLES as readonly unknown[]).includes(value);
}
