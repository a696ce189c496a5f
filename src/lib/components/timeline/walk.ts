/** The row to which a key leads from `row`, which is itself where there is no other; undefined for any other key. */
export function rowAfter(key: string, row: HTMLElement, rows: readonly HTMLElement[]): HTMLElement | undefined {
	const step = { ArrowUp: -1, ArrowDown: 1, Home: -rows.length, End: rows.length }[key];
	if (step === undefined) return undefined;
	return rows[Math.min(Math.max(rows.indexOf(row) + step, 0), rows.length - 1)];
}

/** Whether a key asks for more than there is above the first row. */
export function leadsAbove(key: string, row: HTMLElement, rows: readonly HTMLElement[]): boolean {
	return row === rows[0] && (key === 'ArrowUp' || key === 'Home');
}
