/** A stretch of a message's text. */
export interface TextPart {
	text: string;
	/** Whether it is this person's name as others call them by it. */
	me: boolean;
}

/** A text with every `@username` of this person set apart, as long as nothing goes on behind it that is part of a name. */
export function mentionParts(body: string, username: string): TextPart[] {
	// Of what a username may hold, only the dot means something else in a pattern.
	const name = new RegExp(`(?<![\\p{L}\\p{N}_@.-])@${username.replaceAll('.', '\\.')}(?![\\w-]|\\.\\w)`, 'giu');
	const parts: TextPart[] = [];
	let end = 0;
	for (const { index, 0: text } of body.matchAll(name)) {
		if (index > end) parts.push({ text: body.slice(end, index), me: false });
		parts.push({ text, me: true });
		end = index + text.length;
	}
	if (end < body.length) parts.push({ text: body.slice(end), me: false });
	return parts;
}
