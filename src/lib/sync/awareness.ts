import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** What somebody says of themselves; null once they have gone. `user` is the server's word (P2). */
export interface AwarenessState {
	clientId: number;
	clock: number;
	state: { user?: unknown; typing?: unknown } | null;
}

/** An awareness update of one state (y-protocols, `awareness.js`). */
export function encodeAwareness({ clientId, clock, state }: AwarenessState): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, 1);
		encoding.writeVarUint(encoder, clientId);
		encoding.writeVarUint(encoder, clock);
		encoding.writeVarString(encoder, JSON.stringify(state));
	});
}

/** The states of an awareness update; none for bytes that are no such thing, for presence is not worth a connection. */
export function decodeAwareness(payload: Uint8Array): AwarenessState[] {
	const states: AwarenessState[] = [];
	try {
		const decoder = decoding.createDecoder(payload);
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const clientId = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			const state = JSON.parse(decoding.readVarString(decoder)) as AwarenessState['state'];
			states.push({ clientId, clock, state });
		}
		return states;
	} catch {
		return [];
	}
}
