import type { Documents } from '../../../sync-server/room/documents.ts';
import type { Journal } from '../checks/journal.ts';
import type { Witness } from '../checks/witness.ts';
import type { Random } from '../time/random.ts';
import type { Scheduler } from '../time/scheduler.ts';
import type { Disk } from './disk.ts';
import type { DiskWeather } from './process-store.ts';

/** What outlives a server process, and what watches it. */
export interface ServerParts {
	disk: Disk;
	weather: DiskWeather;
	scheduler: Scheduler;
	random: Random;
	journal: Journal;
	witness: Witness;
	/** Puts something faulty in the place of the documents, to see whether a run notices. */
	wrapDocuments: (documents: Documents) => Documents;
}
