import type { Language } from '../mail/mail-texts.ts';

/** The words of an export that are not people's own. Times in them are UTC. */
export interface ExportWords {
	/** As HTML names it (BCP 47). */
	language: Language;
	exported: (by: string, at: string) => string;
	written: (at: string) => string;
	edited: string;
	deleted: (by: string) => string;
	deletedAccount: string;
}

const WORDS: Record<Language, Omit<ExportWords, 'language'>> = {
	en: {
		exported: (by, at) => `Saved by ${by} on ${at}. All times are UTC.`,
		written: (at) => `written ${at}`,
		edited: 'edited',
		deleted: (by) => `Deleted by ${by}`,
		deletedAccount: 'Deleted account'
	},
	ru: {
		exported: (by, at) => `Копия сохранена: ${by}, ${at}. Всё время указано по UTC.`,
		written: (at) => `написано ${at}`,
		edited: 'изменено',
		deleted: (by) => `Сообщение удалено: ${by}`,
		deletedAccount: 'Удалённая учётная запись'
	},
	uk: {
		exported: (by, at) => `Копію збережено: ${by}, ${at}. Увесь час указано за UTC.`,
		written: (at) => `написано ${at}`,
		edited: 'змінено',
		deleted: (by) => `Повідомлення видалено: ${by}`,
		deletedAccount: 'Видалений обліковий запис'
	}
};

export function exportWords(language: Language): ExportWords {
	return { language, ...WORDS[language] };
}
