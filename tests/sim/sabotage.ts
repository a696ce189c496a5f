import * as Y from 'yjs';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import { Outbox } from '../../src/lib/sync/outbox.ts';
import { Documents } from '../../sync-server/room/documents.ts';
import { contentOf } from './checks/update-content.ts';
import type { Tab } from './device.ts';

const NOTHING = Y.encodeStateAsUpdate(new Y.Doc());

/** A server that says yes before its disk has: what a crash then takes, it had acknowledged (against I1). */
export function acknowledgeEarly(documents: Documents): Documents {
	documents.receive = (document, update, sender) => {
		void Documents.prototype.receive.call(documents, document, update, sender);
		return Promise.resolve({ accepted: true, written: contentOf(update).messages.length });
	};
	return documents;
}

/** A client that takes having sent for having delivered: it forgets what it owes as soon as it is written (against I2). */
export function forgetWhatIsOwed(tab: Tab): void {
	tab.do(() => {
		const outbox = tab.engine?.outbox;
		if (outbox === undefined) return;
		outbox.stored = (id) => {
			Outbox.prototype.stored.call(outbox, id);
			void outbox.confirm([id]);
		};
	});
}

/** A server that answers whoever comes back with nothing, under the version that promises everything (against I7). */
export function answerShort(documents: Documents): Documents {
	documents.sync = async (document, stateVector) => {
		const answer = await Documents.prototype.sync.call(documents, document, stateVector);
		const comesBack = Y.decodeStateVector(stateVector).size > 0;
		return comesBack ? { ...answer, update: NOTHING, stateVector } : answer;
	};
	return documents;
}

/** A server that believes what an update says of its author (against I5). */
export function believeAnybody(documents: Documents): Documents {
	documents.receive = (document, update, sender) => {
		const doc = new Y.Doc();
		Y.applyUpdate(doc, update);
		const [message] = [...doc.getMap<Message>(SEGMENT_ROOTS.messages).values()];
		return Documents.prototype.receive.call(documents, document, update, message?.author ?? sender);
	};
	return documents;
}
