import * as Y from 'yjs';
import { headName, personalName, segmentName } from '../../../src/lib/protocol/document-name.ts';
import { PERSONAL_ROOTS } from '../../../src/lib/protocol/personal.ts';
import { HEAD_ROOTS } from '../../../src/lib/protocol/head.ts';
import { SEGMENT_ROOTS, type Message, type TimelineEntry } from '../../../src/lib/protocol/message.ts';
import type { World } from '../world.ts';

/** A document as people would see it, and whether anything in it waits for what is not there. */
export interface Content {
	version: number;
	generation: number;
	doc: Y.Doc;
	messages: Map<string, Message>;
	timeline: string[];
	/** Everything in it, to be compared. */
	text: string;
}

/** The server's documents, by name, and who may read which room. */
export interface ServerContent {
	documents: Map<string, Content>;
	/** Room → its segments, oldest first. */
	segments: Map<string, Content[]>;
	/** Account → rooms. */
	joined: Map<string, Set<string>>;
}

export function contentOf({
	updates,
	version,
	generation
}: {
	updates: Uint8Array[];
	version: number;
	generation: number;
}): Content {
	const doc = new Y.Doc();
	doc.transact(() => updates.forEach((update) => Y.applyUpdate(doc, update)));
	const roots = [
		...Object.values(HEAD_ROOTS),
		...Object.values(PERSONAL_ROOTS),
		SEGMENT_ROOTS.messages,
		SEGMENT_ROOTS.info
	];
	const maps = roots.map((root) => [root, [...doc.getMap(root).entries()].sort(([a], [b]) => (a < b ? -1 : 1))]);
	const entries = doc.getArray<TimelineEntry>(SEGMENT_ROOTS.timeline).toArray();
	const pending = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
	return {
		...{ doc, version, generation },
		messages: new Map(doc.getMap<Message>(SEGMENT_ROOTS.messages).entries()),
		timeline: entries.map(({ id }) => id),
		text: JSON.stringify([maps, entries, pending])
	};
}

export async function readServer({ disk: { storage }, rooms, users }: World): Promise<ServerContent> {
	const documents = new Map<string, Content>();
	const read = async (name: string) => {
		const content = contentOf(await storage.loadDocument(name));
		documents.set(name, content);
		return content;
	};
	const segments = new Map<string, Content[]>();
	for (const roomId of rooms) {
		await read(headName(roomId));
		const ofRoom: Content[] = [];
		for (let n = 0; n <= (await storage.currentSegment(roomId)); n++) ofRoom.push(await read(segmentName(roomId, n)));
		segments.set(roomId, ofRoom);
	}
	const joined = new Map<string, Set<string>>();
	for (const userId of users) {
		await read(personalName(userId));
		joined.set(userId, new Set(await storage.joinedRooms(userId)));
	}
	return { documents, segments, joined };
}
