import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** One state, as it travels in an awareness update (y-protocols, `awareness.js`). */
export interface State {
	/** The awareness client id. */
	clientId: number;
	clock: number;
	/** JSON; `null` once it is gone. */
	json: string;
}

/** An awareness update of these states. */
export function encodeStates(states: State[]): Uint8Array {
	return encoding.encode((encoder) => {
		encoding.writeVarUint(encoder, states.length);
		for (const { clientId, clock, json } of states) {
			encoding.writeVarUint(encoder, clientId);
			encoding.writeVarUint(encoder, clock);
			encoding.writeVarString(encoder, json);
		}
	});
}

/** The highest clock of a state: it is counted on when the state goes, and beyond 2^53 nobody could read it any more. */
const CLOCK_MAX = 2 ** 32;

/** Undefined for bytes that are no awareness update. */
export function decodeStates(payload: Uint8Array): State[] | undefined {
	try {
		const decoder = decoding.createDecoder(payload);
		const states: State[] = [];
		for (let left = decoding.readVarUint(decoder); left > 0; left--) {
			const clientId = decoding.readVarUint(decoder);
			const clock = decoding.readVarUint(decoder);
			const json = decoding.readVarString(decoder);
			if (clock > CLOCK_MAX) return undefined;
			JSON.parse(json);
			states.push({ clientId, clock, json });
		}
		return states;
	} catch {
		return undefined;
	}
}
