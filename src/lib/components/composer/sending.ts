/** What is sent of a composer's text: blank lines before and blanks after it are no part of a message. */
export function messageBody(text: string): string {
	return text.replace(/^(?:[^\S\n]*\n)+/, '').trimEnd();
}

/** What stays in the composer once `sent` is safe: everything that was typed after it meanwhile. */
export function textAfterSending(text: string, sent: string): string {
	// Changed in its middle, it is a text of its own, and losing it would be worse than saying something twice.
	return text.startsWith(sent) ? text.slice(sent.length) : text;
}
