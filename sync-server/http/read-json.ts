import type { Context } from 'hono';
import * as z from 'zod/mini';
import { fieldErrorsOf } from './field-errors.ts';
import { ProblemError } from './problem.ts';

const JSON_TYPE = /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i;

/**
 * The request's JSON body, checked by `schema`. Only `application/json` is read: a form on another site can send any
 * other type without asking the browser first. Throws {@link ProblemError} and BodyTooLargeError.
 */
export async function readJson<T>(c: Context, schema: z.core.$ZodType<T>): Promise<T> {
	const bytes = await c.req.raw.arrayBuffer();
	if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) throw new ProblemError('unsupported-media-type');
	const value = parse(bytes);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new ProblemError('bad-request', { detail: 'The body is not a JSON object.' });
	}
	return checked(schema, value);
}

/** The request's query, checked by `schema`; of a name that comes twice the first counts. Throws {@link ProblemError}. */
export function readQuery<T>(c: Context, schema: z.core.$ZodType<T>): T {
	return checked(schema, c.req.query());
}

/** For a route that takes nothing: the body is empty or `{}`. Throws what {@link readJson} throws. */
export async function readNothing(c: Context): Promise<void> {
	const bytes = await c.req.raw.arrayBuffer();
	if (bytes.byteLength > 0) await readJson(c, z.strictObject({}));
}

function checked<T>(schema: z.core.$ZodType<T>, value: object): T {
	const parsed = z.safeParse(schema, value);
	if (parsed.success) return parsed.data;
	throw new ProblemError('invalid-fields', { errors: fieldErrorsOf(parsed.error, value) });
}

function parse(bytes: ArrayBuffer): unknown {
	let text: string;
	try {
		text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		throw new ProblemError('bad-request', { detail: 'The body is not UTF-8.' });
	}
	try {
		return JSON.parse(text);
	} catch {
		throw new ProblemError('bad-request', { detail: 'The body is not JSON.' });
	}
}
