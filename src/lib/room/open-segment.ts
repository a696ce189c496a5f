import type * as Y from 'yjs';
import { segmentName } from '../protocol/document-name.ts';
import { SEGMENT_ROOTS } from '../protocol/message.ts';
import type { Source } from './changes-of.ts';

/** A document as it is needed here. */
export interface SegmentDocument extends Source {
	readonly loaded: boolean;
	readonly version: number;
	readonly doc: Y.Doc;
}

/** Where the segments are opened and closed. */
export interface Documents {
	open(name: string): SegmentDocument;
	release(name: string): void;
}

/** One segment of a room, held open until it is closed here. */
export class OpenSegment {
	readonly number: number;
	readonly name: string;
	readonly document: SegmentDocument;
	#documents: Documents;
	#onChange: () => void;

	/** `onChange` is told whether it has just been taken off this device. */
	constructor(roomId: string, number: number, documents: Documents, onChange: (taken: boolean) => void) {
		this.number = number;
		this.name = segmentName(roomId, number);
		this.#documents = documents;
		this.document = documents.open(this.name);
		let wasHere = this.isHere;
		this.#onChange = () => {
			const taken = wasHere && !this.isHere;
			wasHere = this.isHere;
			onChange(taken);
		};
		this.document.on('change', this.#onChange);
	}

	/** Whether there is a copy of it on this device. Only the leading tab counts versions; the others look inside. */
	get isHere(): boolean {
		const { loaded, version, doc } = this.document;
		return loaded && (version > 0 || this.length > 0 || doc.getMap(SEGMENT_ROOTS.info).has('firstSeq'));
	}

	/** How many messages the server has put into it. */
	get length(): number {
		return this.document.doc.getArray(SEGMENT_ROOTS.timeline).length;
	}

	close(): void {
		this.document.off('change', this.#onChange);
		this.#documents.release(this.name);
	}
}
