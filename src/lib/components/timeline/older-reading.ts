import type { RoomModel } from '../../room/model.ts';
import { countBefore, firstSeq } from './entries.ts';

type Readable = Pick<RoomModel, 'messages' | 'older' | 'loadOlder'>;

/** Asks for older messages and, once they are there, tells how many have come. What nobody asked for is no news. */
export class OlderReading {
	#tell: (count: number) => void;
	/** The first sequence on screen when they were asked for. */
	#from: number | undefined;

	constructor(tell: (count: number) => void) {
		this.#tell = tell;
	}

	ask(room: Readable): void {
		this.#from ??= firstSeq(room.messages);
		room.loadOlder();
	}

	/** Call it whenever the room has changed. */
	see({ messages, older }: Readable): void {
		if (this.#from === undefined || older === 'loading' || older === 'waiting') return;
		const count = countBefore(messages, this.#from);
		if (count === 0 && older === 'idle') return;
		this.#from = undefined;
		if (count > 0) this.#tell(count);
	}
}
