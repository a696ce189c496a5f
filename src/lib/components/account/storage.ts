const MEGABYTE = 1_000_000;

/** What one may let older messages take on this device, in bytes. */
export const STORAGE_LIMITS = [50, 200, 500, 1_000].map((megabytes) => megabytes * MEGABYTE);

/** The choice that a limit stands for, which another version of the app may have set. */
export function nearestLimit(bytes: number): number {
	const distance = (limit: number) => Math.abs(limit - bytes);
	return STORAGE_LIMITS.reduce((nearest, limit) => (distance(limit) < distance(nearest) ? limit : nearest));
}

/** "200 MB", "1 GB"; with a decimal below 10 MB, so that the first hundred messages are not nothing. */
export function formatBytes(bytes: number, locale: string): string {
	const megabytes = bytes / MEGABYTE;
	const [amount, unit] = megabytes < 1_000 ? [megabytes, 'megabyte'] : [megabytes / 1_000, 'gigabyte'];
	const maximumFractionDigits = amount < 10 ? 1 : 0;
	return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits }).format(amount);
}
