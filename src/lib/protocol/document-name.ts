import { isId } from './ids.ts';
import { DOCUMENT_NAME_MAX_CHARS } from './limits.ts';

/** What a document's name says about it. See PROTOCOL.md, "Documents". */
export type DocumentName =
	| { kind: 'head'; roomId: string }
	| { kind: 'segment'; roomId: string; segment: number }
	| { kind: 'personal'; userId: string }
	| { kind: 'workspace' };

const SEGMENT_PATTERN = /^(0|[1-9][0-9]{0,8})$/;

/** `room/<roomId>`: the room's head. */
export function headName(roomId: string): string {
	return `room/${roomId}`;
}

/** `room/<roomId>/<segment>`: one segment of the room's messages. */
export function segmentName(roomId: string, segment: number): string {
	return `room/${roomId}/${segment}`;
}

/** `user/<userId>`: the personal document. */
export function personalName(userId: string): string {
	return `user/${userId}`;
}

/** The workspace document: who is here, for everyone but guests. */
export const WORKSPACE_NAME = 'workspace';

/** The room that a document belongs to; undefined for one that belongs to none. */
export function roomOf(name: DocumentName): string | undefined {
	return 'roomId' in name ? name.roomId : undefined;
}

/** Reads a document name; undefined for anything that is not exactly one of the four forms. */
export function parseDocumentName(name: string): DocumentName | undefined {
	if (name === WORKSPACE_NAME) return { kind: 'workspace' };
	if (name.length > DOCUMENT_NAME_MAX_CHARS) return undefined;
	const [collection, id, segment, ...rest] = name.split('/');
	if (id === undefined || !isId(id) || rest.length > 0) return undefined;
	if (collection === 'user') return segment === undefined ? { kind: 'personal', userId: id } : undefined;
	if (collection !== 'room') return undefined;
	if (segment === undefined) return { kind: 'head', roomId: id };
	return SEGMENT_PATTERN.test(segment) ? { kind: 'segment', roomId: id, segment: Number(segment) } : undefined;
}
