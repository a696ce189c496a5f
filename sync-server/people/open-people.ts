import type { Logger } from 'pino';
import type { Documents } from '../room/documents.ts';
import type { ProfileRecord } from '../storage/people-store.ts';
import type { Storage } from '../storage/storage.ts';
import { Avatars } from './avatars.ts';
import { Blocks } from './blocks.ts';
import { Contacts } from './contacts.ts';
import { HeadMirror } from './head-mirror.ts';
import { Profiles } from './profiles.ts';
import { ReadMarks } from './read-marks.ts';

/** Everything about people that the server's other parts use. */
export interface People {
	profiles: Profiles;
	avatars: Avatars;
	contacts: Contacts;
	blocks: Blocks;
	readMarks: ReadMarks;
	/** Lets the heads of rooms follow names and pictures. */
	heads: HeadMirror;
	/** Every account as it was when the server started. */
	everyone: ProfileRecord[];
}

/** Puts the parts together, and brings up to date what a server that was killed, or an older one, has left undone. */
export async function openPeople(deps: {
	store: Storage;
	documents: Documents;
	now: () => number;
	log: Logger;
}): Promise<People> {
	const { store, documents, now, log } = deps;
	const report = (err: unknown) => log.error({ err }, 'people');
	const [profiles, blocks] = [new Profiles({ store, documents, now }), new Blocks()];
	const heads = new HeadMirror({ store, documents, report });
	await profiles.refreshAll();
	await blocks.load(store);
	profiles.onChanged((_, headsFollow) => headsFollow && heads.resume());
	heads.resume();
	return {
		profiles,
		avatars: new Avatars(store, now),
		contacts: new Contacts({ store, documents, blocks, now }),
		blocks,
		readMarks: new ReadMarks({ store, documents, now, report }),
		heads,
		everyone: await store.listProfiles()
	};
}
