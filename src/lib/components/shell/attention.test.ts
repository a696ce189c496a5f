import { expect, it } from 'vitest';
import { titleWithCount } from './attention.ts';

it('says before a title how much waits, once', () => {
	expect(titleWithCount('General · Tidings', 3)).toBe('(3) General · Tidings');
	expect(titleWithCount('(3) General · Tidings', 12)).toBe('(12) General · Tidings');
	expect(titleWithCount('(3) General · Tidings', 0)).toBe('General · Tidings');
});
