import { cpus } from 'node:os';

/** The line every result starts with: a number without its machine says nothing. */
export function printEnvironment(): void {
	console.log(`${cpus().length} cores, Node ${process.versions.node}, ${process.platform} ${process.arch}`);
}

/** Prints rows under their keys, numbers to the right. */
export function printTable(title: string, rows: Record<string, string>[]): void {
	const columns = Object.keys(rows[0] ?? {});
	const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => row[column]?.length ?? 0)));
	const line = (cells: string[]) =>
		cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
	console.log(`\n${title}`);
	console.log(line(columns));
	for (const row of rows) console.log(line(columns.map((column) => row[column] ?? '')));
}

/** Stands where there is nothing to show: a server of which nothing arrived has no latency. */
const NOTHING = '–';

/** A ratio, as `1.42×`. */
export function times(value: number, base: number): string {
	if (!(value >= 0 && base > 0)) return NOTHING;
	return `${(value / base).toFixed(2)}×`;
}

/** Microseconds as milliseconds. */
export function ms(microseconds: number): string {
	if (!(microseconds >= 0)) return NOTHING;
	return (microseconds / 1000).toFixed(microseconds < 10_000 ? 2 : 1);
}

export function megabytes(bytes: number): string {
	return (bytes / 1_000_000).toFixed(0);
}

export function percent(part: number): string {
	return `${(100 * part).toFixed(part === 1 ? 0 : 1)} %`;
}
