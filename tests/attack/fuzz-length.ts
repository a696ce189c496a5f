/** `FUZZ_MINUTES=30` fuzzes for about so long, `FUZZ_SEED=1` from another beginning; a failure prints its seed and its moves. */
const minutes = Number(process.env.FUZZ_MINUTES ?? 0.3);

/** About how many of each fit into a minute of a small machine. */
const CONVERSATIONS_PER_MINUTE = 1_500;
const FRAMES_PER_MINUTE = 6_000;

/** How long the fuzzers go on, and from where. */
export const FUZZ = {
	seed: Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31),
	conversations: Math.ceil(minutes * CONVERSATIONS_PER_MINUTE),
	frames: Math.ceil(minutes * FRAMES_PER_MINUTE),
	/** Against hanging for ever: ten times what it should take. */
	timeoutMs: Math.max(120_000, minutes * 600_000)
};
