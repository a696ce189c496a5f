/** What a file name may weigh, in bytes as UTF-8: the smallest limit of a file system is 255, and a browser adds to a name that it has. */
const NAME_MAX_BYTES = 180;

/**
 * A header by which a browser saves what it gets under this name (RFC 6266), in whatever script: `filename*` (RFC 8187) for
 * those who know it, which all do by now, and what is left in ASCII for the rest. `extension` with its dot.
 */
export function contentDisposition(name: string, extension: string): string {
	const safe = fileName(name, extension);
	// Percent signs too: some old programs decode them here, others do not.
	const plain = safe
		.normalize('NFKD')
		.replace(/[^\x20-\x7e]+/g, '_')
		.replace(/["\\%]/g, '_');
	return `attachment; filename="${plain}"; filename*=UTF-8''${percentEncoded(safe)}`;
}

/**
 * A name that every file system takes and that says what the file is: no separators, no marks that Windows forbids, nothing that
 * cannot be seen, or that turns the order of letters around and makes `exe.txt` of `txt.exe`.
 */
function fileName(name: string, extension: string): string {
	const visible = name.replace(/[\p{C}\p{Zl}\p{Zp}/\\:*?"<>|]+/gu, ' ').replace(/\s+/g, ' ');
	const trimmed = shorten(visible.replace(/^[\s.]+/, '')).replace(/[\s.]+$/, '');
	return `${trimmed === '' ? 'room' : trimmed}${extension}`;
}

/** As many whole characters as fit. */
function shorten(name: string): string {
	let [bytes, kept] = [0, ''];
	for (const character of name) {
		bytes += Buffer.byteLength(character);
		if (bytes > NAME_MAX_BYTES) break;
		kept += character;
	}
	return kept;
}

/** All but the characters that RFC 8187 §3.2.1 lets stand. */
function percentEncoded(text: string): string {
	return encodeURIComponent(text).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
