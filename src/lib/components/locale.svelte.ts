import { getLocale, isLocale, setLocale, type Locale } from '$lib/paraglide/runtime';

/** Each language in its own words: who looks for it may not read the others. */
export const LANGUAGES: readonly { locale: Locale; name: string }[] = [
	{ locale: 'en', name: 'English' },
	{ locale: 'ru', name: 'Русский' },
	{ locale: 'uk', name: 'Українська' }
];

/** The language of the screen. It changes without a reload, so that no half-written message is at risk. */
class LocaleChoice {
	#current = $state<Locale>(getLocale());

	get current(): Locale {
		return this.#current;
	}

	choose(locale: string): void {
		if (!isLocale(locale)) return;
		void setLocale(locale, { reload: false });
		this.#current = locale;
	}
}

export const locale = new LocaleChoice();
