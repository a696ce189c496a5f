import DOMPurify, { type Config } from 'dompurify';
import { ATTRIBUTES, CODE_ATTRIBUTES, CODE_TAGS, TAGS } from './allowed.ts';

/** Nothing but what is listed, however harmless; and an address only where it is one of a link. */
function only(tags: readonly string[], attributes: readonly string[]): Config & { RETURN_DOM_FRAGMENT: true } {
	return {
		ALLOWED_TAGS: [...tags],
		ALLOWED_ATTR: [...attributes],
		ALLOW_DATA_ATTR: false,
		ALLOW_ARIA_ATTR: false,
		ALLOWED_URI_REGEXP: /^(?:https?:\/\/|mailto:)/i,
		ADD_URI_SAFE_ATTR: attributes.filter((name) => name !== 'href'),
		RETURN_DOM_FRAGMENT: true
	};
}

const MESSAGE = only(TAGS, ATTRIBUTES);
const CODE = only(CODE_TAGS, CODE_ATTRIBUTES);

/** As nodes: HTML that is written out and parsed again may mean something else the second time. */
export function sanitizeMessage(html: string): DocumentFragment {
	return DOMPurify.sanitize(html, MESSAGE);
}

/** The same for coloured code. */
export function sanitizeCode(html: string): DocumentFragment {
	return DOMPurify.sanitize(html, CODE);
}
