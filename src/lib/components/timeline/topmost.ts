/**
 * The first of `rows`, which stand below each other, that ends below `line`; the last one where none does. Asks for a few
 * of them only: it is called at every step of a scroll.
 */
export function topmostBelow<Row>(rows: readonly Row[], line: number, bottomOf: (row: Row) => number): Row | undefined {
	let [low, high] = [0, rows.length - 1];
	while (low < high) {
		const middle = (low + high) >> 1;
		const row = rows[middle];
		if (row === undefined || bottomOf(row) > line) high = middle;
		else low = middle + 1;
	}
	return rows[low];
}
