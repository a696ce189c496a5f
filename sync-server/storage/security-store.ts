/** A link that was sent to somebody, good once and until it expires. Holds a hash of its token. */
export interface LinkRecord {
	tokenHash: string;
	userId: string;
	purpose: 'password-reset' | 'email-change';
	/** The address that an email change is to. */
	email: string | null;
	expiresAt: number;
}

/** The second factor of an account. */
export interface SecondFactorRecord {
	/** Base32. */
	secret: string;
	/** The newest time step whose code was accepted; null until a first code has shown that the person has the secret. */
	step: number | null;
}

/** Links and second factors. */
export interface SecurityStore {
	/** Keeps a link; an older one of the same person and purpose is over. `by` is who asked for it. */
	createLink(link: LinkRecord, by: string): Promise<void>;
	/** Whom a link is for; undefined where it has expired by `now`, was used or never was one. */
	findLink(tokenHash: string, purpose: LinkRecord['purpose'], now: number): Promise<LinkRecord | undefined>;
	/**
	 * Uses a link to set the password; ends every session of the account. Answers whose, and the sessions. Throws RefusedError
	 * `link-over`.
	 */
	resetPassword(reset: { tokenHash: string; passwordHash: string; now: number }): Promise<Reset>;
	/** Uses a link to change the email. Throws RefusedError `link-over`, TakenError. */
	confirmEmail(confirmation: { tokenHash: string; now: number }): Promise<void>;
	findSecondFactor(userId: string): Promise<SecondFactorRecord | undefined>;
	/** Notes a secret that no code has confirmed. Throws RefusedError `too-many` where the account has a second factor. */
	beginSecondFactor(userId: string, secret: string): Promise<void>;
	/** The secret counts from now on, and so do the recovery codes. False where it is no longer the one that waits. */
	confirmSecondFactor(confirmation: {
		userId: string;
		secret: string;
		step: number;
		recoveryHashes: string[];
	}): Promise<boolean>;
	/** Uses up the code of a time step; false where it, or a later one, was used before. */
	acceptStep(userId: string, step: number): Promise<boolean>;
	/** Uses up a recovery code; false where the account has none such. */
	useRecoveryCode(userId: string, codeHash: string): Promise<boolean>;
	removeSecondFactor(userId: string): Promise<void>;
}

export interface Reset {
	userId: string;
	/** Ids of the sessions that have ended. */
	ended: string[];
}
