import { expect, test } from 'vitest';
import { languageOf, mailText } from './mail-texts.ts';

test.each([
	['ru-RU,ru;q=0.9,en;q=0.8', 'ru'],
	['uk', 'uk'],
	['de-DE, uk;q=0.7, en;q=0.3', 'uk'],
	['en;q=0.1, ru;q=0.2', 'ru'],
	['ru;q=0, uk;q=0.1', 'uk'],
	['de', 'en'],
	['', 'en'],
	[';;q=,,', 'en'],
	[undefined, 'en']
])('a person who asks for %j reads %s', (header, language) => {
	expect(languageOf(header)).toBe(language);
});

test.each(['en', 'ru', 'uk'] as const)('every mail in %s says everything that it has to', (language) => {
	const values = { workspace: 'Ours', link: 'https://chat.example.org/reset#x', email: 'new@example.org' };
	for (const kind of ['reset', 'confirmEmail', 'emailNotice'] as const) {
		const { subject, text } = mailText(language, kind, values);
		expect(subject).toContain('Ours');
		expect(text).toContain(kind === 'emailNotice' ? values.email : values.link);
		expect(subject + text).not.toMatch(/[{}]/);
	}
});

test('a workspace that is called like a placeholder is called so', () => {
	expect(mailText('en', 'reset', { workspace: '{link}', link: 'x' }).subject).toBe('Set a new password for {link}');
});
