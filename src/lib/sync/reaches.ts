import * as Y from 'yjs';

/**
 * Whether a copy holds, with this difference, everything that the server's state vector names; without a copy, whether the
 * difference is the whole. What was taken away is in every difference. False for bytes that are no update.
 */
export function reaches(difference: Uint8Array, copy: Y.Doc | undefined, stateVector: Uint8Array): boolean {
	try {
		const { from, to } = Y.parseUpdateMeta(difference);
		return [...Y.decodeStateVector(stateVector)].every(([clientId, clock]) => {
			const here = copy === undefined ? 0 : Y.getState(copy.store, clientId);
			return here >= clock || ((from.get(clientId) ?? clock) <= here && (to.get(clientId) ?? 0) >= clock);
		});
	} catch {
		return false;
	}
}
