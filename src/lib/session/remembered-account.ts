import type { Account } from '../protocol/rest.ts';

const ACCOUNT_KEY = 'tidings.account';
const SIGN_OUT_KEY = 'tidings.sign-out-owed';

/** Whom this device was last signed in as. Not a proof of anything: the session cookie is, and scripts cannot read it. */
export const rememberedAccount = {
	get(): Account | undefined {
		const stored = localStorage.getItem(ACCOUNT_KEY);
		if (stored === null) return undefined;
		try {
			return JSON.parse(stored) as Account;
		} catch {
			return undefined;
		}
	},

	set(account: Account): void {
		localStorage.setItem(ACCOUNT_KEY, JSON.stringify(account));
	},

	/** Calls `listener` when another tab has changed it. */
	onChange(listener: () => void): void {
		addEventListener('storage', ({ key }) => key === ACCOUNT_KEY && listener());
	},

	forget(): void {
		localStorage.removeItem(ACCOUNT_KEY);
	},

	/** True from a sign-out until the server has heard of it. */
	get signOutOwed(): boolean {
		return localStorage.getItem(SIGN_OUT_KEY) !== null;
	},

	set signOutOwed(owed: boolean) {
		if (owed) localStorage.setItem(SIGN_OUT_KEY, '1');
		else localStorage.removeItem(SIGN_OUT_KEY);
	}
};
