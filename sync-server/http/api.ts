import { Hono } from 'hono';
import type { Logger } from 'pino';
import { isOwnOrigin } from '../access/origin.ts';
import { addAccountRoutes, type AccountDeps } from './account-routes.ts';
import { addAdminRoutes, type AdminDeps } from './admin-routes.ts';
import { addAvatarRoutes } from './avatar-routes.ts';
import { addContactRoutes } from './contact-routes.ts';
import { addPeopleRoutes, type PeopleDeps } from './people-routes.ts';
import { addReadRoutes } from './read-routes.ts';
import { addAuthRoutes, type AuthDeps } from './auth-routes.ts';
import type { ApiEnv } from './api-context.ts';
import type { FetchHandler } from './fetch-bridge.ts';
import { ProblemError, problemResponse } from './problem.ts';
import { problemOf } from './problem-of.ts';
import { addExportRoutes, type ExportDeps } from './export-routes.ts';
import { addHistoryRoutes } from './history-routes.ts';
import { addInviteRoutes } from './invite-routes.ts';
import { addMemberRoutes } from './member-routes.ts';
import { addReportRoutes } from './report-routes.ts';
import { addEditRoutes } from './edit-routes.ts';
import { addRoomRoutes, type RoomDeps } from './room-routes.ts';
import { addSearchRoutes, type SearchDeps } from './search-routes.ts';
import { apiHeaders } from './security-headers.ts';
import { addSessionRoutes } from './session-routes.ts';
import { addTotpRoutes } from './totp-routes.ts';
import { addWorkspaceRoutes, type WorkspaceDeps } from './workspace-routes.ts';

export const API_PATH = '/api/v1';

/** Methods that change nothing (RFC 9110 §9.2.1). */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export type ApiDeps = AuthDeps &
	AccountDeps &
	AdminDeps &
	WorkspaceDeps &
	RoomDeps &
	ExportDeps &
	SearchDeps &
	PeopleDeps & {
		/** The one origin whose pages may change anything. */
		origin: string;
		log: Logger;
	};

/** The REST API. Every answer is JSON, every refusal a problem (RFC 9457), and nothing it says is cached but pictures. */
export function createApi(deps: ApiDeps): FetchHandler {
	const app = new Hono<ApiEnv>().basePath(API_PATH);
	const headers = apiHeaders(deps.origin);
	app.use(async (c, next) => {
		const startedAt = performance.now();
		await next();
		const keeping = c.res.headers.get('cache-control');
		headers.forEach(([name, value]) => c.res.headers.set(name, value));
		if (keeping !== null) c.res.headers.set('cache-control', keeping);
		const ms = Math.round(performance.now() - startedAt);
		deps.log.info({ method: c.req.method, path: c.req.path, status: c.res.status, ms }, 'request');
	});
	app.use(async (c, next) => {
		if (!SAFE_METHODS.has(c.req.method)) requireOwnOrigin(c.req.header('origin'), deps.origin);
		await next();
	});
	addAuthRoutes(app, deps);
	addAccountRoutes(app, deps);
	addSessionRoutes(app, deps);
	addTotpRoutes(app, deps);
	addAdminRoutes(app, deps);
	addWorkspaceRoutes(app, deps);
	addRoomRoutes(app, deps);
	addMemberRoutes(app, deps);
	addInviteRoutes(app, deps);
	addReportRoutes(app, deps);
	addHistoryRoutes(app, deps);
	addExportRoutes(app, deps);
	addSearchRoutes(app, deps);
	addEditRoutes(app, deps);
	addPeopleRoutes(app, deps);
	addAvatarRoutes(app, deps);
	addContactRoutes(app, deps);
	addReadRoutes(app, deps);
	app.notFound(() => problemResponse(new ProblemError('not-found')));
	app.onError((error) => {
		const problem = problemOf(error);
		if (problem.code === 'internal') deps.log.error({ err: error }, 'request failed');
		return problemResponse(problem);
	});
	return async (request, facts) => app.fetch(request, facts);
}

function requireOwnOrigin(origin: string | undefined, ownOrigin: string): void {
	if (isOwnOrigin(origin, ownOrigin)) return;
	throw new ProblemError('wrong-origin', { detail: `Only pages of ${ownOrigin} may do this.` });
}
