import { createHash } from 'node:crypto';

/** What Lucia issues: 25 random bytes in lower-case base32. */
const TOKEN_PATTERN = /^[a-z2-7]{40}$/;

/**
 * What the store knows a session by. Plain SHA-256 is enough for 200 random bits (there is nothing to guess), and a
 * copied database holds no cookie that would work.
 */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/**
 * The session token in a Cookie header; undefined when there is none of the right shape. Not Lucia's own reader: that
 * one decodes every cookie there is, and throws when another application on the same host has set one it cannot decode.
 */
export function readToken(cookieHeader: string | undefined, cookieName: string): string | undefined {
	const prefix = `${cookieName}=`;
	for (const pair of (cookieHeader ?? '').split(';')) {
		const trimmed = pair.trim();
		if (!trimmed.startsWith(prefix)) continue;
		const token = trimmed.slice(prefix.length);
		if (TOKEN_PATTERN.test(token)) return token;
	}
	return undefined;
}
