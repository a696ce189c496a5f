import { afterEach, expect, it, vi } from 'vitest';
import { showBadge, titleWithCount } from './attention.ts';

afterEach(() => vi.unstubAllGlobals());

it('says before a title how much waits, once', () => {
	expect(titleWithCount('General · Tidings', 3)).toBe('(3) General · Tidings');
	expect(titleWithCount('(3) General · Tidings', 12)).toBe('(12) General · Tidings');
	expect(titleWithCount('(3) General · Tidings', 0)).toBe('General · Tidings');
});

it('puts the count on the icon, and takes it off where nothing waits', () => {
	const shown: (number | 'nothing')[] = [];
	const note = (badge: number | 'nothing') => Promise.resolve(void shown.push(badge));
	vi.stubGlobal('navigator', { setAppBadge: note, clearAppBadge: () => note('nothing') });
	for (const count of [3, 1, 0]) showBadge(count);
	expect(shown).toEqual([3, 1, 'nothing']);
});

it('does without an icon: where none is installed, and where a browser knows of none', async () => {
	const setAppBadge = vi.fn(() => Promise.reject(new DOMException('not installed', 'NotAllowedError')));
	vi.stubGlobal('navigator', { setAppBadge });
	showBadge(2);
	expect(setAppBadge).toHaveBeenCalledOnce();
	vi.stubGlobal('navigator', {});
	showBadge(2);
	showBadge(0);
	// An unhandled rejection would fail the run.
	await Promise.resolve();
});
