import { expect, it } from 'vitest';
import { headName, personalName, segmentName } from '../protocol/document-name.ts';
import { newId } from '../protocol/ids.ts';
import { roomsAhead } from './ahead.ts';

it('names each room once, and only by its segments (H3)', () => {
	const [kitchen, general, anna] = [newId(), newId(), newId()];
	const ahead = [segmentName(kitchen, 0), segmentName(kitchen, 1), headName(general), personalName(anna)];
	expect(roomsAhead(ahead)).toEqual(new Set([kitchen]));
	expect(roomsAhead([])).toEqual(new Set());
});
