import type { WorkspaceSettings } from '../protocol/workspace.ts';
import type { Account, LoginRequest, RegisterRequest } from '../protocol/rest.ts';
import { call } from './call.ts';

export type { Answer } from './call.ts';

/**
 * What the first screen needs of the REST API, one function per endpoint; the rest is beside it, by domain, for the screens
 * that are loaded later. None of them throws.
 */
export const api = {
	register: (request: RegisterRequest) => call<Account>('POST', 'auth/register', request),
	logIn: (request: LoginRequest) => call<Account>('POST', 'auth/login', request),
	logOut: () => call<undefined>('POST', 'auth/logout'),
	me: () => call<Account>('GET', 'me'),
	/** What the workspace is called and who may make an account: for anyone. */
	workspace: () => call<WorkspaceSettings>('GET', 'workspace')
};
