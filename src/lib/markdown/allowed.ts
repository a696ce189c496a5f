/** Every tag that a message may become. */
export const TAGS: readonly string[] = [
	'a',
	'blockquote',
	'br',
	'code',
	'em',
	'input',
	'label',
	'li',
	'ol',
	'p',
	'pre',
	's',
	'strong',
	'ul'
];

/** Every attribute that its tags may have before the app gives links their own. */
export const ATTRIBUTES: readonly string[] = [
	'checked',
	'data-label',
	'data-person',
	'dir',
	'disabled',
	'href',
	'start',
	'type'
];

/** And of a block of code that has colours. */
export const CODE_TAGS: readonly string[] = ['span'];
export const CODE_ATTRIBUTES: readonly string[] = ['class'];
