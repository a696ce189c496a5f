import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { TotpSetup } from '../../src/lib/protocol/rest-accounts.ts';
import { RefusedError } from '../storage/storage.ts';
import type { SecurityStore } from '../storage/security-store.ts';

/** How long one code is shown, in seconds (RFC 6238 §5.2 recommends it, and authenticators assume it). */
const STEP_S = 30;

/** Steps that a clock may be off, in either direction (RFC 6238 §5.2). */
const STEPS_OFF_MAX = 1;

/** A secret, in bytes: as long as the hash (RFC 4226 §4). */
const SECRET_BYTES = 20;

/** Recovery codes that come with a second factor: a lost phone, several times over. */
const RECOVERY_CODES = 10;

/** What a recovery code is made of, in bytes: 80 random bits, so that a plain hash of it says nothing. */
const RECOVERY_CODE_BYTES = 10;

/** The password was right, and the code of the second factor is missing, or wrong. */
export class SecondFactorNeededError extends Error {
	override name = 'SecondFactorNeededError';
	/** Whether there was a code, which then counts as a guess. */
	readonly isGuess: boolean;
	constructor(isGuess: boolean) {
		super(isGuess ? 'the code is wrong' : 'a code is needed');
		this.isGuess = isGuess;
	}
}

/** Time-based codes (RFC 6238), and recovery codes for the day the phone is gone. */
export class SecondFactor {
	#store: SecurityStore;
	#now: () => number;

	constructor(store: SecurityStore, now: () => number) {
		this.#store = store;
		this.#now = now;
	}

	/** Makes a secret, which counts once a code of it was shown. Throws RefusedError `too-many` where there is one already. */
	async begin(userId: string, { issuer, label }: { issuer: string; label: string }): Promise<TotpSetup> {
		const secret = new Secret({ size: SECRET_BYTES });
		await this.#store.beginSecondFactor(userId, secret.base32);
		return { secret: secret.base32, uri: new TOTP({ issuer, label, secret, period: STEP_S }).toString() };
	}

	/** The person has the secret. Answers the recovery codes. Throws {@link SecondFactorNeededError}, RefusedError `not-found`. */
	async confirm(userId: string, code: string): Promise<string[]> {
		const waiting = await this.#store.findSecondFactor(userId);
		if (waiting?.step !== null) throw new RefusedError('not-found', 'No second factor waits to be confirmed.');
		const step = this.#stepOf(waiting.secret, code);
		if (step === undefined) throw new SecondFactorNeededError(true);
		const codes = Array.from({ length: RECOVERY_CODES }, makeRecoveryCode);
		const { secret } = waiting;
		const recoveryHashes = codes.map(hashRecoveryCode);
		if (await this.#store.confirmSecondFactor({ userId, secret, step, recoveryHashes })) return codes;
		throw new RefusedError('not-found', 'No second factor waits to be confirmed.');
	}

	/** Whether the account has a second factor that counts. */
	async isOn(userId: string): Promise<boolean> {
		return typeof (await this.#store.findSecondFactor(userId))?.step === 'number';
	}

	/** Lets pass who has no second factor or shows a code of it, which is used up. Throws {@link SecondFactorNeededError}. */
	async require(userId: string, code: string | undefined): Promise<void> {
		const factor = await this.#store.findSecondFactor(userId);
		if (factor === undefined || factor.step === null) return;
		if (code === undefined) throw new SecondFactorNeededError(false);
		if (!(await this.#accept(userId, factor.secret, code))) throw new SecondFactorNeededError(true);
	}

	remove(userId: string): Promise<void> {
		return this.#store.removeSecondFactor(userId);
	}

	/** Once for each step: a code that somebody has read over a shoulder is worth nothing any more. */
	async #accept(userId: string, secret: string, code: string): Promise<boolean> {
		const step = this.#stepOf(secret, code);
		if (step !== undefined) return this.#store.acceptStep(userId, step);
		return this.#store.useRecoveryCode(userId, hashRecoveryCode(code));
	}

	/** The time step that the code is of, among those near; undefined for none. */
	#stepOf(secret: string, code: string): number | undefined {
		const token = code.replace(/\s/g, '');
		if (!/^\d{6}$/.test(token)) return undefined;
		const timestamp = this.#now();
		const options = { token, secret: Secret.fromBase32(secret), period: STEP_S, timestamp, window: STEPS_OFF_MAX };
		const delta = TOTP.validate(options);
		return delta === null ? undefined : TOTP.counter({ period: STEP_S, timestamp }) + delta;
	}
}

/** Four groups of four, in the letters and digits that nobody mistakes for one another (base32). */
function makeRecoveryCode(): string {
	const { base32 } = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_CODE_BYTES)).buffer });
	return (base32.toLowerCase().match(/.{4}/g) ?? []).join('-');
}

/** However it was typed. */
function hashRecoveryCode(code: string): string {
	return createHash('sha256')
		.update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
		.digest('hex');
}
