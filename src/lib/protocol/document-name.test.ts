import { expect, it } from 'vitest';
import { headName, parseDocumentName, personalName, segmentName } from './document-name.ts';
import { newId } from './ids.ts';

const id = newId();

it('reads the three kinds of document', () => {
	expect(parseDocumentName(headName(id))).toEqual({ kind: 'head', roomId: id });
	expect(parseDocumentName(segmentName(id, 12))).toEqual({ kind: 'segment', roomId: id, segment: 12 });
	expect(parseDocumentName(personalName(id))).toEqual({ kind: 'personal', userId: id });
});

it.each([
	'',
	'room',
	'room/',
	`room/${id}/`,
	`room/${id}/01`,
	`room/${id}/-1`,
	`room/${id}/1e3`,
	`room/${id}/0/0`,
	`user/${id}/0`,
	`room/${id.toUpperCase()}`,
	`file/${id}`,
	'room/../../etc/passwd',
	`room/${id}/${'9'.repeat(60)}`
])('takes %j for no document (N1)', (name) => {
	expect(parseDocumentName(name)).toBeUndefined();
});
