import { m } from '$lib/paraglide/messages';
import { WORKSPACE_ROLES, type WorkspaceRole } from '../../protocol/workspace.ts';

/** A role in words. */
export function roleWords(role: WorkspaceRole): string {
	const words = { owner: m.role_owner, admin: m.role_admin, member: m.role_member, guest: m.role_guest };
	return words[role]();
}

/** Whether somebody of this role may change what another is, remove them, or let them choose another password. */
export function mayActOn(role: WorkspaceRole, other: WorkspaceRole): boolean {
	return role === 'owner' || (role === 'admin' && (other === 'member' || other === 'guest'));
}

/** The roles that somebody may give: nobody gives what is not below them, but for owners. */
export function rolesToGive(role: WorkspaceRole): WorkspaceRole[] {
	return WORKSPACE_ROLES.filter((given) => mayActOn(role, given));
}
