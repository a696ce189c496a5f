import { describe, expect, it } from 'vitest';
import { messageBody, textAfterSending } from './sending.ts';

describe('messageBody', () => {
	it('is nothing for blanks alone', () => {
		expect(messageBody(' \n\t \u00a0\n')).toBe('');
	});

	it('keeps lines and the first line’s indent', () => {
		expect(messageBody('\n \n  if (tea)\n\n    drink()\n')).toBe('  if (tea)\n\n    drink()');
	});
});

describe('textAfterSending', () => {
	it('is empty when nothing was typed meanwhile', () => {
		expect(textAfterSending('Tea?', 'Tea?')).toBe('');
	});

	it('keeps what was typed meanwhile', () => {
		expect(textAfterSending('Tea? Or', 'Tea?')).toBe(' Or');
	});

	it('keeps a text that was changed meanwhile', () => {
		expect(textAfterSending('Coffee?', 'Tea?')).toBe('Coffee?');
	});
});
