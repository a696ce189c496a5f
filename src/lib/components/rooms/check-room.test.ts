import { describe, expect, it } from 'vitest';
import { m } from '$lib/paraglide/messages';
import { titleError, topicError } from './check-room.ts';

describe('a name for a room', () => {
	it('may be in any script, with its own accents', () => {
		for (const text of ['General', 'Кухня', 'छुट्टियाँ', 'Tiếng Việt', 'قهوة']) expect(titleError(text)).toBeUndefined();
	});

	it('is needed, but for a group', () => {
		expect(titleError('  ')).toBe(m.room_title_missing());
		expect(titleError('  ', true)).toBeUndefined();
	});

	it('cannot turn the words around it or climb over the line above', () => {
		for (const optional of [false, true]) {
			expect(titleError('safe\u202egnp.exe', optional)).toBe(m.room_title_invalid());
			expect(titleError(`Z${'\u0301'.repeat(200)}`, optional)).toMatch(/./);
			expect(titleError(`Z${'\u0301'.repeat(20)}`, optional)).toBe(m.room_title_invalid());
		}
	});

	it('cannot be longer than a line', () => {
		expect(titleError('x'.repeat(81))).toBe(m.field_too_long());
		expect(topicError('x'.repeat(251))).toBe(m.field_too_long());
		expect(topicError('what for')).toBeUndefined();
	});
});
