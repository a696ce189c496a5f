/** A time as `<input type="datetime-local">` takes it: this device's clock, to the minute. */
export function inputTime(at: number): string {
	const date = new Date(at);
	const two = (part: number) => String(part).padStart(2, '0');
	const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
	return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
