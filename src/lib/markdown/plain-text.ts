import { hasMarks } from './has-marks.ts';
import { withoutMarks, type Piece } from './inline-marks.ts';

/** Quote marks and bullets at the beginning of a line. The number of a numbered item is text. */
const LINE_MARKS = /^(?:[ \t]*(?:>|[-+*](?=[ \t])))*[ \t]*/;

/** The box of a task, behind its bullet. */
const TASK = /^\[[ xX]\][ \t]+/;

const QUOTE_MARKS = /^(?:(?:[ \t]*>)+ ?)?/;

const FENCE = /^(?:(`{3,})[^`]*|(~{3,}).*)$/;

/** A block of code that has begun. */
interface Fence {
	closing: RegExp;
	quoted: boolean;
}

/** A message without its Markdown: for every place that shows it as one line or reads it aloud. */
export function plainText(markdown: string): string {
	if (!hasMarks(markdown)) return markdown;
	return joined(markdown, ({ text }) => text);
}

/** What somebody says in a message, with blanks for code and addresses: an `@anna` in there calls nobody. */
export function prose(markdown: string): string {
	return joined(markdown, ({ text, literal }) => (literal ? ' ' : text));
}

function joined(markdown: string, words: (piece: Piece) => string): string {
	return blocks(markdown)
		.map((block) => (typeof block === 'string' ? withoutMarks(block).map(words).join('') : words(block)))
		.join('\n');
}

/** Paragraphs, with the marks in their lines, and lines of code. One walk: this runs for every row on screen. */
function blocks(markdown: string): (string | Piece)[] {
	const found: (string | Piece)[] = [];
	let paragraph: string[] = [];
	let fence: Fence | undefined;
	const endParagraph = () => {
		if (paragraph.length > 0) found.push(paragraph.join('\n'));
		paragraph = [];
	};
	for (const line of markdown.split('\n')) {
		const quote = QUOTE_MARKS.exec(line)?.[0] ?? '';
		if (fence !== undefined && (!fence.quoted || quote !== '')) {
			const code = fence.quoted ? line.slice(quote.length) : line;
			if (fence.closing.test(code)) fence = undefined;
			else found.push({ text: code, literal: true });
			continue;
		}
		const text = withoutLineMarks(line);
		fence = fenceOf(text, quote !== '');
		if (fence !== undefined || text === '') endParagraph();
		else paragraph.push(text);
	}
	endParagraph();
	return found;
}

function withoutLineMarks(line: string): string {
	const marks = LINE_MARKS.exec(line)?.[0] ?? '';
	const text = line.slice(marks.length);
	return /[-+*][ \t]+$/.test(marks) ? text.replace(TASK, '') : text;
}

function fenceOf(line: string, quoted: boolean): Fence | undefined {
	const [, ticks, tildes] = FENCE.exec(line) ?? [];
	const marks = ticks ?? tildes;
	if (marks === undefined) return undefined;
	return { closing: new RegExp(`^[ \\t]*${marks}[${marks.charAt(0)}]*[ \\t]*$`), quoted };
}
