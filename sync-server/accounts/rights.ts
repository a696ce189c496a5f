import type { WorkspaceRole } from '../../src/lib/protocol/workspace.ts';

/** Whether somebody of this role looks after the workspace. */
export function isAdministrator(role: WorkspaceRole): boolean {
	return role === 'owner' || role === 'admin';
}

/** Whether somebody may act on the account of another: owners on everyone's, administrators on those below them. */
export function mayActOn(role: WorkspaceRole, other: WorkspaceRole): boolean {
	return role === 'owner' || (role === 'admin' && !isAdministrator(other));
}

/** Whether somebody may make a person of one role one of another: nobody gives what is not below them. */
export function mayChangeRole(role: WorkspaceRole, before: WorkspaceRole, after: WorkspaceRole): boolean {
	return mayActOn(role, before) && mayActOn(role, after);
}
