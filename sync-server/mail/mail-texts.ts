import type { Mail } from './mailer.ts';

const LANGUAGES = ['en', 'ru', 'uk'] as const;
/** A language that the server writes mail in. */
export type Language = (typeof LANGUAGES)[number];

/** What a mail says: its subject, then its lines. `{workspace}`, `{link}`, `{email}` stand for what differs. */
type Text = [subject: string, ...lines: string[]];

/** The mails there are. */
type Kind = 'reset' | 'confirmEmail' | 'emailNotice';

const TEXTS: Record<Language, Record<Kind, Text>> = {
	en: {
		reset: [
			'Set a new password for {workspace}',
			'Somebody, probably you, has asked for a new password. Set it within an hour under this link:',
			'{link}',
			'If it was not you, there is nothing to do: your password stays as it is.'
		],
		confirmEmail: [
			'Confirm your email for {workspace}',
			'Open this link within an hour to use this address for your account:',
			'{link}',
			'If you know nothing of this, there is nothing to do.'
		],
		emailNotice: [
			'The email of your account in {workspace} is about to change',
			'Somebody who is signed in to your account and knows its password wants to change its email to {email}.',
			'If it was not you, change your password now and sign out the other devices in the settings.'
		]
	},
	ru: {
		reset: [
			'Новый пароль для {workspace}',
			'Кто-то, скорее всего вы, попросил новый пароль. Задайте его в течение часа по этой ссылке:',
			'{link}',
			'Если это были не вы, ничего делать не нужно: пароль останется прежним.'
		],
		confirmEmail: [
			'Подтвердите почту для {workspace}',
			'Откройте эту ссылку в течение часа, чтобы использовать этот адрес в своей учётной записи:',
			'{link}',
			'Если вы об этом ничего не знаете, ничего делать не нужно.'
		],
		emailNotice: [
			'Почта вашей учётной записи в {workspace} скоро изменится',
			'Кто-то, кто вошёл в вашу учётную запись и знает её пароль, хочет сменить почту на {email}.',
			'Если это были не вы, сейчас же смените пароль и завершите другие сеансы в настройках.'
		]
	},
	uk: {
		reset: [
			'Новий пароль для {workspace}',
			'Хтось, найімовірніше ви, попросив новий пароль. Задайте його впродовж години за цим посиланням:',
			'{link}',
			'Якщо це були не ви, нічого робити не треба: пароль залишиться тим самим.'
		],
		confirmEmail: [
			'Підтвердьте пошту для {workspace}',
			'Відкрийте це посилання впродовж години, щоб використовувати цю адресу у своєму обліковому записі:',
			'{link}',
			'Якщо ви про це нічого не знаєте, нічого робити не треба.'
		],
		emailNotice: [
			'Пошта вашого облікового запису в {workspace} скоро зміниться',
			'Хтось, хто увійшов до вашого облікового запису і знає його пароль, хоче змінити пошту на {email}.',
			'Якщо це були не ви, негайно змініть пароль і завершіть інші сеанси в налаштуваннях.'
		]
	}
};

/** The first language of an Accept-Language header (RFC 9110 §12.5.4) that mail is written in; English where there is none. */
export function languageOf(acceptLanguage: string | undefined): Language {
	const wanted = (acceptLanguage ?? '')
		.split(',')
		.map((entry) => {
			const [tag = '', ...parameters] = entry.trim().toLowerCase().split(';');
			const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
			return { language: tag.split('-')[0], quality: Number(quality ?? 1) };
		})
		.filter(({ quality }) => quality > 0)
		.sort((a, b) => b.quality - a.quality);
	for (const { language } of wanted) {
		const known = LANGUAGES.find((candidate) => candidate === language);
		if (known !== undefined) return known;
	}
	return 'en';
}

/** A mail of some kind in a language. `values` are what takes the place of the names in braces. */
export function mailText(language: Language, kind: Kind, values: Record<string, string>): Omit<Mail, 'to'> {
	// In one pass, so that a workspace called {link} does not become one.
	const filled = TEXTS[language][kind].map((line) =>
		line.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')
	);
	const [subject = '', ...lines] = filled;
	return { subject, text: `${lines.join('\n\n')}\n` };
}
