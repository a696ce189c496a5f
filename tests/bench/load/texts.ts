/** Makes texts like those of a chat: a vocabulary in which few words are said often and many seldom, in three scripts. */
export class Texts {
	#seed: number;
	#words: string[];

	constructor(seed = 1) {
		this.#seed = seed;
		const alphabets = ['оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё', 'etaoinshrdlcumwfgypbvkjxqz'];
		this.#words = Array.from({ length: 20_000 }, (_, index) => {
			const letters = alphabets[index % 3 === 2 ? 1 : 0] ?? '';
			return Array.from({ length: 1 + this.#below(11) }, () => letters[this.#skewed(letters.length)]).join('');
		});
	}

	/** One message, of about a line and a half; one in a hundred in Chinese, one in fifty with a link. */
	next(): string {
		if (this.#below(100) === 0) return this.#chinese();
		const words = Array.from({ length: 1 + this.#skewed(40) }, () => this.word());
		return this.#below(50) === 0 ? `${words.join(' ')} https://example.org/${words[0]}` : words.join(' ');
	}

	word(): string {
		return this.#words[this.#skewed(this.#words.length)] ?? '';
	}

	#chinese(): string {
		const characters = Array.from({ length: 5 + this.#below(30) }, () => 0x4e00 + this.#skewed(3_000));
		return String.fromCodePoint(...characters);
	}

	/** Mostly low: the cube of an even spread. */
	#skewed(limit: number): number {
		return Math.floor(this.#random() ** 3 * limit);
	}

	#below(limit: number): number {
		return Math.floor(this.#random() * limit);
	}

	/** Lehmer's generator (minimal standard, 1988). */
	#random(): number {
		this.#seed = (this.#seed * 48_271) % 2_147_483_647;
		return this.#seed / 2_147_483_647;
	}
}
