/** A small generator (sfc32) that is the only source of chance in a run: the same seed is the same run. */
export class Random {
	#state: Uint32Array;

	constructor(seed: number) {
		this.#state = new Uint32Array([seed, 0x9e3779b9, 0x243f6a88, 1]);
		for (let round = 0; round < 16; round++) this.uint32();
	}

	uint32(): number {
		const s = this.#state;
		const [a = 0, b = 0, c = 0, d = 0] = s;
		const t = (a + b + d) | 0;
		s[3] = d + 1;
		s[0] = b ^ (b >>> 9);
		s[1] = c + (c << 3);
		s[2] = ((c << 21) | (c >>> 11)) + t;
		return t >>> 0;
	}

	/** At least 0 and less than 1. */
	fraction(): number {
		return this.uint32() / 2 ** 32;
	}

	/** A whole number of this range, both ends included. */
	int(from: number, to: number): number {
		return from + Math.floor(this.fraction() * (to - from + 1));
	}

	/** A number of this range, in whatever unit the two have. */
	between(from: number, to: number): number {
		return from + this.fraction() * (to - from);
	}

	chance(probability: number): boolean {
		return this.fraction() < probability;
	}

	oneOf<T>(options: readonly T[]): T | undefined {
		return options[this.int(0, options.length - 1)];
	}

	fill(bytes: Uint8Array): void {
		for (let index = 0; index < bytes.length; index++) bytes[index] = this.uint32() & 0xff;
	}
}
