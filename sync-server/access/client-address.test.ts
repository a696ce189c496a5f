import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

test.each([
	['a peer', '203.0.113.7', '', '203.0.113.7'],
	['a peer that claims to be another', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
	['what a proxy on this machine has added', '127.0.0.1', '10.9.9.9, 198.51.100.1', '198.51.100.1'],
	['the same over IPv6', '0000:0000:0000:0000:0000:0000:0000:0001', '198.51.100.1', '198.51.100.1'],
	['a local peer without a proxy', '127.0.0.1', '', '127.0.0.1'],
	['a proxy that forwards nonsense', '127.0.0.1', 'x'.repeat(1000), '127.0.0.1'],
	['an IPv4 peer on an IPv6 socket', '0000:0000:0000:0000:0000:ffff:cb00:7107', '', '203.0.113.7'],
	['an IPv6 customer', '2001:0db8:0001:0002:aaaa:bbbb:cccc:dddd', '', '2001:0db8:0001:0002'],
	['the same customer, shortened', '127.0.0.1', '2001:db8:1:2::1', '2001:0db8:0001:0002'],
	['an IPv6 address of no such form', '127.0.0.1', '1::2::3', '1::2::3']
])('%s is counted by its address', (_name, peer, forwardedFor, expected) => {
	expect(clientAddress(peer, forwardedFor)).toBe(expected);
});
