import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { mailText, type Language } from '../mail/mail-texts.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { LinkRecord, SecurityStore } from '../storage/security-store.ts';
import { RefusedError, TakenError, type AccountStore, type UserRecord } from '../storage/storage.ts';
import type { WorkspaceStore } from '../storage/workspace-store.ts';
import type { Accounts } from './accounts.ts';
import { hashPassword } from './passwords.ts';
import { hashToken } from './session-token.ts';

const HOUR_MS = 60 * 60 * 1000;

/** How long a link lasts that was sent by mail, in milliseconds: mail takes minutes, and lies around for years. */
const MAILED_LINK_MS = HOUR_MS;

/** How long one lasts that an administrator hands over, in milliseconds: the two may not be awake at the same time. */
const HANDED_LINK_MS = 24 * HOUR_MS;

/** A link's secret, in bytes: nothing to guess. */
const TOKEN_BYTES = 32;

export interface LinksDeps {
	store: AccountStore & SecurityStore & Pick<WorkspaceStore, 'settings'>;
	accounts: Accounts;
	/** Undefined where no mail is configured. */
	mailer: Mailer | undefined;
	/** What the links begin with. */
	origin: string;
	now: () => number;
	log: Logger;
}

/** Links that are good once: to set a password without knowing the last one, and to show that an address is one's own. */
export class Links {
	#deps: LinksDeps;

	constructor(deps: LinksDeps) {
		this.#deps = deps;
	}

	/**
	 * Sends a link to whoever has this email; does nothing where nobody has, or no mail is configured. In the background, so
	 * that the time does not tell which.
	 */
	forgot(email: string, language: Language): void {
		setImmediate(() => {
			this.#sendReset(email, language).catch((err: unknown) => this.#deps.log.error({ err }, 'no reset link was sent'));
		});
	}

	/** A link for an administrator to hand over. */
	async makeReset(userId: string, by: string): Promise<string> {
		return this.#make({ userId, purpose: 'password-reset', email: null }, HANDED_LINK_MS, by);
	}

	/**
	 * Sets the password, and ends every session. A second factor stays: who can read somebody's mail is not yet that person.
	 * Throws RefusedError `link-over`, BusyError, StorageUnavailableError.
	 */
	async reset(token: string, password: string): Promise<void> {
		const { store, accounts, now } = this.#deps;
		const tokenHash = hashToken(token);
		// Before the password is hashed, which is work that not everybody may ask for.
		if ((await store.findLink(tokenHash, 'password-reset', now())) === undefined) throw new RefusedError('link-over');
		const passwordHash = await hashPassword(password);
		const { ended } = await store.resetPassword({ tokenHash, passwordHash, now: now() });
		accounts.sessionsEnded(ended);
	}

	/**
	 * Changes somebody's email, at once where no mail is configured (true), or when they have opened the link that was sent to
	 * the new one (false); the old one is told. Throws TakenError, StorageUnavailableError.
	 */
	async changeEmail(user: Pick<UserRecord, 'id' | 'email'>, email: string, language: Language): Promise<boolean> {
		const { store, mailer } = this.#deps;
		if (mailer === undefined) {
			await store.changeEmail(user.id, email);
			return true;
		}
		const holder = await store.findUserByEmail(email);
		if (holder !== undefined && holder.id !== user.id) throw new TakenError('email');
		const link = await this.#make({ userId: user.id, purpose: 'email-change', email }, MAILED_LINK_MS, user.id);
		const workspace = (await store.settings()).name;
		mailer.send({ to: email, ...mailText(language, 'confirmEmail', { workspace, link }) });
		mailer.send({ to: user.email, ...mailText(language, 'emailNotice', { workspace, email }) });
		return false;
	}

	/** Throws RefusedError `link-over`, TakenError, StorageUnavailableError. */
	confirmEmail(token: string): Promise<void> {
		return this.#deps.store.confirmEmail({ tokenHash: hashToken(token), now: this.#deps.now() });
	}

	async #sendReset(email: string, language: Language): Promise<void> {
		const { store, mailer } = this.#deps;
		const user = mailer && (await store.findUserByEmail(email));
		if (mailer === undefined || user === undefined) return;
		const link = await this.#make({ userId: user.id, purpose: 'password-reset', email: null }, MAILED_LINK_MS, user.id);
		const workspace = (await store.settings()).name;
		mailer.send({ to: user.email, ...mailText(language, 'reset', { workspace, link }) });
	}

	/** The secret is in the fragment, which browsers send to nobody, and which no log of a server has. */
	async #make(link: Pick<LinkRecord, 'userId' | 'purpose' | 'email'>, lastsMs: number, by: string): Promise<string> {
		const { store, origin, now } = this.#deps;
		const token = randomBytes(TOKEN_BYTES).toString('base64url');
		await store.createLink({ ...link, tokenHash: hashToken(token), expiresAt: now() + lastsMs }, by);
		return `${origin}/${link.purpose === 'password-reset' ? 'reset' : 'confirm-email'}#${token}`;
	}
}
