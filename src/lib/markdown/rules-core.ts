import type { MarkdownIt, StateCore, Token } from 'markdown-it';

const BOX = /^\[([ xX])\]\s+/;

/** The first letter of a text, and those that are written from right to left. */
const LETTER = /\p{L}/u;
const FROM_RIGHT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

/** Task lists, and which way each block is written. */
export function coreRules(md: MarkdownIt): void {
	md.core.ruler.push('tasks', tasks);
	md.core.ruler.push('directions', directions);
}

/** `- [x] Milk`: the words are the label of the box. */
function tasks({ tokens, Token: NewToken }: StateCore): void {
	tokens.forEach((token, index) => {
		if (tokens[index - 2]?.type !== 'list_item_open' || token.type !== 'inline') return;
		const [first] = token.children ?? [];
		const box = first?.type === 'text' ? BOX.exec(first.content) : null;
		if (first === undefined || box === null) return;
		first.content = first.content.slice(box[0].length);
		const input = new NewToken('task', 'input', 0);
		input.attrs = [
			['type', 'checkbox'],
			['disabled', '']
		];
		if (box[1] !== ' ') input.attrPush(['checked', '']);
		const label = [new NewToken('label_open', 'label', 1), new NewToken('label_close', 'label', -1)] as const;
		token.children = [label[0], input, ...(token.children ?? []), label[1]];
	});
}

/**
 * A paragraph and an item find their own direction. What holds them (the line beside a quote, the room for bullets) cannot:
 * to a browser, a block whose words are all in blocks with directions of their own has none.
 */
function directions({ tokens }: StateCore): void {
	tokens.forEach((token, index) => {
		if (token.type === 'list_item_open') token.attrSet('dir', 'auto');
		else if (token.type === 'paragraph_open' && tokens[index - 1]?.type !== 'list_item_open')
			token.attrSet('dir', 'auto');
		else if (/^(?:blockquote|bullet_list|ordered_list)_open$/.test(token.type)) {
			const direction = directionOf(tokens, index);
			if (direction !== undefined) token.attrSet('dir', direction);
		}
	});
}

/** As the first letter in a block is written. */
function directionOf(tokens: readonly Token[], opening: number): 'ltr' | 'rtl' | undefined {
	const level = tokens[opening]?.level ?? 0;
	for (let index = opening + 1; (tokens[index]?.level ?? 0) > level; index++) {
		const letter = LETTER.exec(tokens[index]?.content ?? '')?.[0];
		if (letter !== undefined) return FROM_RIGHT.test(letter) ? 'rtl' : 'ltr';
	}
	return undefined;
}
