import { expect, it } from 'vitest';
import { m } from '$lib/paraglide/messages';
import { unsentWords } from './unsent-words.ts';

const everyForm = (count: number, locale: 'en' | 'ru' | 'uk') => [
	m.sign_out_drafts({ count }, { locale }),
	m.sign_out_changes({ count }, { locale })
];

it('names each kind of thing that would be lost, messages first', () => {
	expect(unsentWords({ messages: 2, drafts: 1, changes: 3 })).toEqual([
		'2 messages haven’t been sent',
		'1 draft hasn’t been saved on the server',
		'3 changes haven’t been sent'
	]);
	expect(unsentWords({ messages: 0, drafts: 0, changes: 1 })).toEqual(['1 change hasn’t been sent']);
});

it('counts as each language does', () => {
	expect([1, 2, 5].flatMap((count) => everyForm(count, 'ru'))).toEqual([
		...['1 черновик не сохранён на сервере', '1 изменение не отправлено'],
		...['2 черновика не сохранены на сервере', '2 изменения не отправлены'],
		...['5 черновиков не сохранены на сервере', '5 изменений не отправлены']
	]);
	expect([1, 2, 5].flatMap((count) => everyForm(count, 'uk'))).toEqual([
		...['1 чернетку не збережено на сервері', '1 зміну не надіслано'],
		...['2 чернетки не збережено на сервері', '2 зміни не надіслано'],
		...['5 чернеток не збережено на сервері', '5 змін не надіслано']
	]);
});
