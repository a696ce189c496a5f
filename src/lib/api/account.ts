import type { SessionView, TotpSetup } from '../protocol/rest-accounts.ts';
import { call, type Answer } from './call.ts';

/** The account itself: passwords, second factor, devices. `current` is its present password. None of these throws. */
export const accountApi = {
	/** The command of the same name may wait for a connection; who chooses a username wants to know at once. */
	changeUsername: (username: string) => call<undefined>('PATCH', 'me', { username }),
	changePassword: (current: string, password: string) => call<undefined>('POST', 'me/password', { current, password }),
	/** At once, or by a link to the new address where mail is configured. */
	changeEmail: (current: string, email: string) =>
		call<{ email: string; confirmed: boolean }>('POST', 'me/email', { current, email }),
	confirmEmail: (token: string) => call<undefined>('POST', 'auth/confirm-email', { token }),
	forgot: (email: string) => call<undefined>('POST', 'auth/forgot', { email }),
	reset: (token: string, password: string) => call<undefined>('POST', 'auth/reset', { token, password }),
	sessions: async (): Promise<Answer<SessionView[]>> => {
		const answer = await call<{ sessions: SessionView[] }>('GET', 'me/sessions');
		return answer.ok ? { ok: true, value: answer.value.sessions } : answer;
	},
	endSession: (sessionId: string) => call<undefined>('POST', `me/sessions/${sessionId}/end`),
	endOtherSessions: () => call<undefined>('POST', 'me/sessions/end-others'),
	/** A new second factor; it counts once a code of it has been confirmed. */
	setUpTotp: () => call<TotpSetup>('POST', 'me/totp'),
	/** Resolves with the recovery codes, which are told only here. */
	confirmTotp: (code: string) => call<{ recoveryCodes: string[] }>('POST', 'me/totp/confirm', { code }),
	removeTotp: (current: string) => call<undefined>('POST', 'me/totp/remove', { current }),
	/** Everything that the workspace has of this account, as JSON. */
	exportData: () => call<unknown>('GET', 'me/export'),
	deleteAccount: (current: string, code?: string) =>
		call<undefined>('POST', 'me/delete', { current, ...(code !== undefined && { code }) })
};
