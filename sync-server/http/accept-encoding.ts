import type { Encoding } from './web-files.ts';

/** Best first: brotli is a sixth smaller than gzip on text. */
const PREFERENCE: readonly Encoding[] = ['br', 'gzip'];

/** The best available encoding that the client accepts (RFC 9110 §12.5.3); `identity` when it names none of ours. */
export function acceptedEncoding(header: string, available: Partial<Record<Encoding, unknown>>): Encoding {
	const accepted = header.split(',').map(readCoding);
	const accepts = (encoding: Encoding) => {
		const named = accepted.find(({ name }) => name === encoding) ?? accepted.find(({ name }) => name === '*');
		return named !== undefined && named.weight > 0;
	};
	return PREFERENCE.find((encoding) => available[encoding] !== undefined && accepts(encoding)) ?? 'identity';
}

function readCoding(text: string): { name: string; weight: number } {
	const [name = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
	const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
	return { name, weight: weight === undefined ? 1 : Number(weight) };
}
