/** A stretch of a message's text. */
export interface Piece {
	text: string;
	/** Whether it stands for itself: code, an address, an escaped letter. */
	literal: boolean;
}

/** An emphasis that may have begun: its mark, its place among the pieces, and how many letters of it have no partner yet. */
interface Opener {
	mark: string;
	at: number;
	left: number;
}

/** Whatever may be a mark. An address is taken whole: nothing in it is one. */
const TOKEN = new RegExp(
	[
		'\\\\[!-/:-@[-`{-~]',
		'`+',
		'\\*+|_+|~~+',
		'!?\\[',
		'\\]\\((?:https?://|mailto:)[^\\s()<>]*(?:\\([^\\s()<>]*\\)[^\\s()<>]*)*(?:[ ]"[^"\\n]*")?\\)',
		'<(?:(?:https?://|mailto:)[^\\s<>]+|[^\\s<>@]+@[^\\s<>@]+)>',
		'https?://[^\\s<>()[\\]*`]+'
	].join('|'),
	'gi'
);

const WORD = /[\p{L}\p{N}]/u;

/** The pieces of a paragraph, without the marks in it. What never closes is no mark. */
export function withoutMarks(paragraph: string): Piece[] {
	return new Paragraph(paragraph).pieces;
}

/** One walk through a paragraph, forward only. */
class Paragraph {
	readonly pieces: Piece[] = [];
	#text: string;
	#openers: Opener[] = [];
	/** Where brackets have opened that a link may close; undefined for the one of a picture, which stays text. */
	#brackets: (number | undefined)[] = [];
	/** Where the runs of so many backticks begin that have not been passed yet. */
	#ticks = new Map<number, number[]>();

	constructor(text: string) {
		this.#text = text;
		for (const { index, 0: run } of text.matchAll(/`+/g)) {
			const starts = this.#ticks.get(run.length);
			if (starts === undefined) this.#ticks.set(run.length, [index]);
			else starts.push(index);
		}
		for (const starts of this.#ticks.values()) starts.reverse();
		this.#walk();
	}

	#walk(): void {
		let end = 0;
		TOKEN.lastIndex = 0;
		for (let match = TOKEN.exec(this.#text); match !== null; match = TOKEN.exec(this.#text)) {
			if (match.index > end) this.#keep(this.#text.slice(end, match.index));
			end = this.#take(match[0], match.index);
			TOKEN.lastIndex = end;
		}
		if (end < this.#text.length) this.#keep(this.#text.slice(end));
	}

	/** Returns where the walk goes on. */
	#take(token: string, start: number): number {
		const end = start + token.length;
		switch (token[0]) {
			case '\\':
				this.#keep(token.slice(1), true);
				return end;
			case '<':
				this.#keep(token.slice(1, -1), true);
				return end;
			case '`':
				return this.#code(token, start);
			case '[':
				this.#brackets.push(this.#keep(token));
				return end;
			case '!':
				this.#brackets.push(undefined);
				this.#keep(token);
				return end;
			case ']':
				this.#endLink(token);
				return end;
			case '*':
			case '_':
			case '~':
				this.#emphasis(token, start);
				return end;
			default:
				this.#keep(token, true);
				return end;
		}
	}

	#keep(text: string, literal = false): number {
		return this.pieces.push({ text, literal }) - 1;
	}

	#code(ticks: string, start: number): number {
		const begin = start + ticks.length;
		const starts = this.#ticks.get(ticks.length) ?? [];
		while ((starts.at(-1) ?? begin) < begin) starts.pop();
		const closing = starts.at(-1);
		if (closing === undefined) {
			this.#keep(ticks);
			return begin;
		}
		const code = this.#text.slice(begin, closing);
		// A blank at both ends is there for the backtick beside it.
		this.#keep(/^ .*[^ ].* $/s.test(code) ? code.slice(1, -1) : code, true);
		return closing + ticks.length;
	}

	#endLink(token: string): void {
		const opened = this.#brackets.pop();
		if (opened === undefined) this.#keep(token);
		else this.pieces[opened] = { text: '', literal: false };
		// No link is in another.
		this.#brackets = [];
	}

	#emphasis(run: string, start: number): void {
		const mark = run.charAt(0);
		const [before, after] = [this.#text.charAt(start - 1), this.#text.charAt(start + run.length)];
		const inWord = (letter: string) => mark === '_' && WORD.test(letter);
		let left = run.length;
		if (before.trim() !== '' && !inWord(after)) left -= this.#close(mark, left);
		if (left === 0) return;
		const at = this.#keep(mark.repeat(left));
		if (after.trim() !== '' && !inWord(before)) this.#openers.push({ mark, at, left });
	}

	/** Takes the marks away that these close. Returns how many that were. */
	#close(mark: string, count: number): number {
		let closed = 0;
		for (;;) {
			const index = this.#openers.findLastIndex((opener) => opener.mark === mark);
			const opener = this.#openers[index];
			if (opener === undefined || closed === count) return closed;
			const both = Math.min(opener.left, count - closed);
			opener.left -= both;
			closed += both;
			this.pieces[opener.at] = { text: mark.repeat(opener.left), literal: false };
			// What opened after it does not reach over its end.
			this.#openers.length = opener.left === 0 ? index : index + 1;
		}
	}
}
