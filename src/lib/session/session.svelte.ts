import { forgetAvatars } from '../api/avatars.ts';
import { api, type Answer } from '../api/client.ts';
import { speakFor } from '../api/call.ts';
import type { Problem } from '../protocol/problem.ts';
import type { Account, LoginRequest, RegisterRequest } from '../protocol/rest.ts';
import type { WorkspaceModel } from '../room/model.ts';
import { Workspace } from '../room/workspace.svelte.ts';
import { SyncEngine } from '../sync/engine.ts';
import { deleteLocalStore } from '../sync/local-store.ts';
import { NOTHING_UNSENT, type Unsent } from '../sync/unsent.ts';
import { rememberedAccount } from './remembered-account.ts';

export type SessionState =
	{ kind: 'loading' } | { kind: 'signed-out' } | { kind: 'signed-in'; account: Account; workspace: WorkspaceModel };

export type Result = { ok: true } | { ok: false; problem: Problem | undefined };

/** Who is signed in on this device. Opens from what the device remembers, so that it works without a network. */
class Session {
	#state: SessionState = $state.raw({ kind: 'loading' });
	#engine: SyncEngine | undefined;
	#cameWith: string | undefined;

	get state(): SessionState {
		return this.#state;
	}

	/** Call once, when the app starts. Asks the server only where the device knows nobody. */
	async start(): Promise<void> {
		connectOnWake(() => this.#wake());
		rememberedAccount.onChange(() => void this.#followRemembered());
		if (rememberedAccount.signOutOwed) await this.#paySignOut();
		// As long as the server has not heard of the sign-out, its cookie would let the next person in.
		if (rememberedAccount.signOutOwed) return void (this.#state = { kind: 'signed-out' });
		const account = rememberedAccount.get();
		if (account !== undefined) {
			await this.#enter(account);
			return void this.refresh();
		}
		const answer = await api.me();
		if (answer.ok) await this.#enter(answer.value);
		else this.#state = { kind: 'signed-out' };
	}

	/** The invitation that the account was made with on this device a moment ago: its room need not be offered again. */
	get cameWith(): string | undefined {
		return this.#cameWith;
	}

	async register(request: RegisterRequest): Promise<Result> {
		this.#cameWith = request.invite;
		return this.#admit(await api.register(request));
	}

	async signIn(request: LoginRequest): Promise<Result> {
		return this.#admit(await api.logIn(request));
	}

	/** Takes over what the server has accepted of the account, so that this device knows it offline too. */
	noteChange(change: Partial<Account>): void {
		if (this.#state.kind !== 'signed-in') return;
		const account = { ...this.#state.account, ...change };
		rememberedAccount.set(account);
		this.#state = { ...this.#state, account };
	}

	/** What signing out would lose. */
	async unsent(): Promise<Unsent> {
		return (await this.#engine?.unsent()) ?? NOTHING_UNSENT;
	}

	/**
	 * Signs out and deletes everything of the account on this device. Without a network the device forgets at once and the
	 * server is told at the next chance, because only it can end the session behind an HttpOnly cookie.
	 */
	async signOut(): Promise<void> {
		if (this.#state.kind !== 'signed-in') return;
		const { account } = this.#state;
		// Where somebody else has signed in in another tab, the session and the device's memory are theirs.
		const isCurrent = rememberedAccount.get()?.id === account.id;
		if (isCurrent) {
			rememberedAccount.signOutOwed = true;
			rememberedAccount.forget();
		}
		this.#engine?.announceSignOut();
		this.#leave();
		// A suspended tab may block the deletion for long; the server is told all the same.
		await Promise.all([
			deleteLocalStore(account.id).catch(() => undefined),
			forgetAvatars().catch(() => undefined),
			isCurrent ? this.#paySignOut() : undefined
		]);
	}

	#wake(): void {
		this.#engine?.connectNow();
		if (rememberedAccount.signOutOwed) void this.#paySignOut();
	}

	/** Another tab has signed in as somebody else: two accounts cannot share a cookie, so this tab follows. */
	async #followRemembered(): Promise<void> {
		const remembered = rememberedAccount.get();
		const current = this.#state.kind === 'signed-in' ? this.#state.account.id : undefined;
		if (remembered !== undefined && current !== undefined && remembered.id !== current) await this.#enter(remembered);
	}

	async #paySignOut(): Promise<void> {
		const answer = await api.logOut();
		if (answer.ok || answer.problem?.status === 401) rememberedAccount.signOutOwed = false;
	}

	async #admit(answer: Answer<Account>): Promise<Result> {
		if (!answer.ok) return answer;
		rememberedAccount.signOutOwed = false;
		await this.#enter(answer.value);
		void this.refresh();
		return { ok: true };
	}

	/** Opens the account's workspace; where it is open already, as after an expired session, only connects it again. */
	async #enter(account: Account): Promise<void> {
		rememberedAccount.set(account);
		if (this.#state.kind === 'signed-in' && this.#state.account.id === account.id) {
			return this.#engine?.connectNow();
		}
		this.#leave();
		speakFor(account.id);
		const engine = new SyncEngine(account.id, socketUrl());
		this.#engine = engine;
		engine.on('signed-out', () => this.#leave());
		const workspace = new Workspace(account, engine);
		this.#state = { kind: 'signed-in', account, workspace };
		await workspace.start();
	}

	#leave(): void {
		this.#engine?.stop();
		this.#engine = undefined;
		speakFor(undefined);
		this.#state = { kind: 'signed-out' };
	}

	/** Keeps the cookie fresh and notices what was changed elsewhere. An ended session is the socket's to report. */
	async refresh(): Promise<void> {
		const answer = await api.me();
		if (!answer.ok || this.#state.kind !== 'signed-in' || this.#state.account.id !== answer.value.id) return;
		rememberedAccount.set(answer.value);
		this.#state = { ...this.#state, account: answer.value };
	}
}

function socketUrl(): string {
	return `${location.origin.replace(/^http/, 'ws')}/sync`;
}

/** Wakes the connection when the device wakes: timers sleep with it and may be minutes late. */
function connectOnWake(connect: () => void): void {
	const wake = () => {
		if (document.visibilityState === 'visible') connect();
	};
	addEventListener('online', wake);
	document.addEventListener('visibilitychange', wake);
}

export const session = new Session();
