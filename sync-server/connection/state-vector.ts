import * as Y from 'yjs';
import { STATE_VECTOR_MAX_BYTES } from '../../src/lib/protocol/limits.ts';

/** Whether the bytes are a Yjs state vector of a size that an honest client can have. */
export function isStateVector(bytes: Uint8Array): boolean {
	if (bytes.byteLength > STATE_VECTOR_MAX_BYTES) return false;
	try {
		Y.decodeStateVector(bytes);
		return true;
	} catch {
		return false;
	}
}

/** Whether one state vector names structs beyond what the other one has. */
export function namesUnknown(one: Uint8Array, other: Uint8Array): boolean {
	const known = Y.decodeStateVector(other);
	return [...Y.decodeStateVector(one)].some(([client, clock]) => clock > (known.get(client) ?? 0));
}
