/** The value below which `part` (0 to 1) of the values lie; NaN for none. */
export function percentile(values: Float64Array, part: number): number {
	const sorted = values.toSorted();
	return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;
}
