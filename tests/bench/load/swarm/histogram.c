/* Counts of latencies: exact below 64 microseconds, 64 steps for each doubling above. */
#include "swarm.h"

enum { STEPS = 64, STEP_BITS = 6, DOUBLINGS = 40 };

static unsigned bucket_of(uint64_t value) {
	if (value < STEPS) return (unsigned)value;
	unsigned doubling = 63 - (unsigned)__builtin_clzll(value) - STEP_BITS;
	if (doubling >= DOUBLINGS - 1) return STEPS * DOUBLINGS - 1;
	return (doubling + 1) * STEPS + (unsigned)(value >> doubling) - STEPS;
}

static double value_of(unsigned bucket) {
	if (bucket < STEPS) return bucket;
	unsigned doubling = bucket / STEPS - 1;
	return ((double)(bucket % STEPS) + STEPS + 0.5) * (double)(1ull << doubling);
}

void record(struct histogram *histogram, uint64_t value) {
	histogram->counts[bucket_of(value)]++;
	histogram->total++;
}

/* The value below which `part` (0 to 1) of what was recorded lies; -1 for nothing. */
double percentile(const struct histogram *histogram, double part) {
	uint64_t below = (uint64_t)(part * (double)histogram->total), seen = 0;
	for (unsigned bucket = 0; bucket < STEPS * DOUBLINGS; bucket++) {
		seen += histogram->counts[bucket];
		if (seen > below) return value_of(bucket);
	}
	return -1;
}
