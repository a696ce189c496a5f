/**
 * Whom the limits per address count: the peer, or what a proxy on this machine says the peer was. Only a loopback peer
 * is believed, and only the last entry of its X-Forwarded-For, the one the proxy itself has added: everything before it
 * is whatever the client sent. IPv6 counts by /64, the smallest block that one customer gets (RFC 6177 §2).
 */
export function clientAddress(peer: string, forwardedFor: string): string {
	const direct = countable(peer);
	const last = forwardedFor.split(',').at(-1)?.trim() ?? '';
	if (!isLoopback(direct) || last === '' || last.length > ADDRESS_MAX_CHARS) return direct;
	return countable(last);
}

/** The longest text form of an IPv6 address, with an IPv4 tail (RFC 4291 §2.2). */
const ADDRESS_MAX_CHARS = 45;

function isLoopback(address: string): boolean {
	return address.startsWith('127.') || address === '0000:0000:0000:0000';
}

function countable(address: string): string {
	const groups = expand(address);
	if (groups === undefined) return address;
	const [mappedZeros, mappedOnes] = [groups.slice(0, 5), groups[5]];
	if (mappedZeros.every((group) => group === '0000') && mappedOnes === 'ffff') return ipv4(groups);
	return groups.slice(0, 4).join(':');
}

/** An IPv6 address as eight groups of four digits; undefined for anything else. */
function expand(address: string): string[] | undefined {
	if (!/^[0-9a-f:]+$/i.test(address) || !address.includes(':')) return undefined;
	const [head = '', tail, ...rest] = address.toLowerCase().split('::');
	if (rest.length > 0) return undefined;
	const before = head === '' ? [] : head.split(':');
	const after = tail === undefined || tail === '' ? [] : tail.split(':');
	const missing = 8 - before.length - after.length;
	if (tail === undefined ? missing !== 0 : missing < 0) return undefined;
	return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) => group.padStart(4, '0'));
}

/** The IPv4 address in the last two groups of an IPv4-mapped one (RFC 4291 §2.5.5.2). */
function ipv4(groups: string[]): string {
	const bits = Number.parseInt(groups.slice(6).join(''), 16);
	return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 0xff).join('.');
}
