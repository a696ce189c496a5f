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
