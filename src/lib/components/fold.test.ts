import { expect, it } from 'vitest';
import { fold, hasWords } from './fold.ts';

it.each([
	['Café Olé', 'cafe ole'],
	['Ёлка и Йод', 'елка и иод'],
	['Київ', 'киів']
])('%s is looked for as %s', (text, folded) => {
	expect(fold(text)).toBe(folded);
});

it('finds all words in any order, and nothing where one is missing', () => {
	expect(hasWords('Отдел продаж, Київ', fold('київ отд'))).toBe(true);
	expect(hasWords('Отдел продаж', fold('отдел кадров'))).toBe(false);
	expect(hasWords('Anything', fold(''))).toBe(true);
});
