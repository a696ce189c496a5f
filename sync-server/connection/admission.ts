import { CLOSE } from '../../src/lib/protocol/close-codes.ts';
import { Grants } from '../access/access.ts';
import { isOwnOrigin } from '../access/origin.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { AccountStore, RoomStore } from '../storage/storage.ts';
import type { Arrival } from './peer.ts';

/** What an upgrade request says about itself, read before the first `await`. */
export interface UpgradeRequest {
	origin: string;
	cookie: string;
	/** Where it comes from, as the limits per address count it. */
	address: string;
	/** The document's name at the stock endpoint; undefined at `/sync`. */
	document: string | undefined;
}

export interface AdmissionDeps {
	accounts: Accounts;
	storage: RoomStore & AccountStore;
	/** The one origin whose pages may open a socket. */
	origin: string;
}

/**
 * Whether a socket may stay (S2). The origin comes first: browsers send the cookie along with a socket that any page
 * opens, so without this check any site could speak in its visitor's name (cross-site WebSocket hijacking).
 */
export async function admit(request: UpgradeRequest, deps: AdmissionDeps): Promise<Arrival> {
	if (!isOwnOrigin(request.origin, deps.origin)) return { admitted: false, code: CLOSE.wrongOrigin };
	const signedIn = await deps.accounts.authenticate(request.cookie);
	if (signedIn === undefined) return { admitted: false, code: CLOSE.noSession };
	const { sessionId, userId, expiresAt, account } = signedIn;
	const grants = new Grants(userId, await deps.storage.joinedRooms(userId), account.role);
	if (request.document !== undefined && !grants.includes(request.document)) {
		return { admitted: false, code: CLOSE.noDocument };
	}
	// Last, because a sign-out, or a change of role, in the meantime found no socket to close.
	const now = await deps.storage.findSession(sessionId);
	if (now === undefined) return { admitted: false, code: CLOSE.noSession };
	if ((now.user.role === 'guest') !== (account.role === 'guest')) return { admitted: false, code: CLOSE.goingAway };
	const { document, address } = request;
	return { admitted: true, sessionId, userId, expiresAt, document, address, grants };
}
