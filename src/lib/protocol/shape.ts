/**
 * Reads a value of the wire: returns it, or throws a TypeError where it is something else. Written out here and not taken
 * from a library, because every device loads it before its first screen. What the server alone checks is described with zod.
 */
export type Shape<T> = (value: unknown) => T;

/** What a shape reads. */
export type Read<S> = S extends Shape<infer T> ? T : never;

type Shapes = Record<string, Shape<unknown>>;
type OptionalKey<F> = { [K in keyof F]: undefined extends Read<F[K]> ? K : never }[keyof F];
type Fields<F> = { [K in Exclude<keyof F, OptionalKey<F>>]: Read<F[K]> } & { [K in OptionalKey<F>]?: Read<F[K]> };

export const text: Shape<string> = (value) => (typeof value === 'string' ? value : fail());

export const flag: Shape<boolean> = (value) => (typeof value === 'boolean' ? value : fail());

/** Any number but NaN and the infinities. */
export const number: Shape<number> = (value) => (Number.isFinite(value) ? (value as number) : fail());

/** A whole number that JavaScript holds exactly, from `min` on. */
export function integer(min = Number.MIN_SAFE_INTEGER): Shape<number> {
	return (value) => (Number.isSafeInteger(value) && (value as number) >= min ? (value as number) : fail());
}

/** One of these words. */
export function oneOf<const T extends string>(words: readonly T[]): Shape<T> {
	return (value) => words.find((word) => word === value) ?? fail();
}

/** Of a field: it may be absent. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
	return (value) => (value === undefined ? undefined : shape(value));
}

export function list<T>(item: Shape<T>): Shape<T[]> {
	return (value) => (Array.isArray(value) ? value.map((one) => item(one)) : fail());
}

/** These fields; others are left out, so that a newer version may say more. */
export function object<F extends Shapes>(fields: F): Shape<Fields<F>> {
	const shapes = Object.entries(fields);
	return (value) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail();
		const read: Record<string, unknown> = {};
		for (const [name, shape] of shapes) {
			const field = shape((value as Record<string, unknown>)[name]);
			if (field !== undefined) read[name] = field;
		}
		return read as Fields<F>;
	};
}

function fail(): never {
	throw new TypeError('not of this shape');
}
