import { v7 } from 'uuid';
import { vi } from 'vitest';
import type * as LoadedDocuments from '../../sync-server/room/loaded-document.ts';
import { installPageGlobals } from './browser/page-globals.ts';
import { processClientId } from './server/process-client-id.ts';
import { currentRun, interposeOnce } from './time/globals.ts';
import { SMALL_LIMITS, SMALL_ROOM_LIMITS } from './small-limits.ts';

interposeOnce();
installPageGlobals();

/** A room of a few messages rolls over, and a few page loads rebase a document: what takes a real room weeks. */
vi.mock('../../src/lib/protocol/limits.ts', async (original) => ({ ...(await original<object>()), ...SMALL_LIMITS }));
vi.mock('../../sync-server/room/room-limits.ts', async (original) => ({
	...(await original<object>()),
	...SMALL_ROOM_LIMITS
}));

/** Ids are made by many devices here that are one process: each has a clock and a count of its own. */
vi.mock('../../src/lib/protocol/ids.ts', async (original) => ({
	...(await original<object>()),
	newId: () => {
		const run = currentRun();
		if (run === undefined) return v7();
		const { lastId } = run.scheduler.current;
		const now = Date.now();
		if (now > lastId.msecs) Object.assign(lastId, { msecs: now, seq: run.random.uint32() & 0x7fffffff });
		else lastId.seq++;
		const random = new Uint8Array(16);
		run.random.fill(random);
		return v7({ ...lastId, random });
	}
}));

/** A server that starts again is a new process, with a new client id; here it is the same module as before. */
vi.mock('../../sync-server/room/loaded-document.ts', async (original) => {
	const actual = await original<typeof LoadedDocuments>();
	class LoadedDocument extends actual.LoadedDocument {
		constructor(...args: ConstructorParameters<typeof actual.LoadedDocument>) {
			super(...args);
			this.doc.clientID = processClientId() ?? this.doc.clientID;
		}
	}
	return { ...actual, LoadedDocument };
});
