import { expect, it } from 'vitest';
import { UNREAD_MAX } from '../../sync/summarise.ts';
import { shortCount, unreadWords } from './row-words.ts';

it('says of a room with more unread than are counted that it is more', () => {
	expect([shortCount(UNREAD_MAX - 1), unreadWords(UNREAD_MAX - 1)]).toEqual(['999', '999 unread']);
	expect([shortCount(UNREAD_MAX), unreadWords(UNREAD_MAX)]).toEqual(['999+', 'more than 999 unread']);
});
