import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';

export type Encoding = 'br' | 'gzip' | 'identity';

/** One file of the web app in every encoding it was built in. */
export interface WebFile {
	contentType: string;
	/** Its name contains a hash of its content, so that it never changes. */
	immutable: boolean;
	variants: Partial<Record<Encoding, { bytes: Buffer; etag: string }>>;
}

/** URL path → file. A request looks its path up here and reaches no file system, so there is nothing to traverse. */
export type WebFiles = ReadonlyMap<string, WebFile>;

const CONTENT_TYPES: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.ico': 'image/x-icon',
	'.js': 'text/javascript; charset=utf-8',
	'.json': 'application/json',
	'.png': 'image/png',
	'.svg': 'image/svg+xml',
	'.txt': 'text/plain; charset=utf-8',
	'.webmanifest': 'application/manifest+json',
	'.webp': 'image/webp',
	'.woff2': 'font/woff2'
};

const ENCODINGS: Record<string, Encoding> = { '.br': 'br', '.gz': 'gzip' };

const IMMUTABLE_PREFIX = '/_app/immutable/';

/** Reads the built web app into memory; empty when it has not been built. */
export function loadWebFiles(dir: string): WebFiles {
	const files = new Map<string, WebFile>();
	if (!existsSync(dir)) return files;
	for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
		if (entry.isFile()) add(files, dir, join(entry.parentPath, entry.name));
	}
	return files;
}

function add(files: Map<string, WebFile>, dir: string, file: string): void {
	const bytes = readFileSync(file);
	const encoding = ENCODINGS[extname(file)] ?? 'identity';
	const plain = encoding === 'identity' ? file : file.slice(0, -extname(file).length);
	const path = `/${relative(dir, plain).split(sep).join('/')}`;
	const contentType = CONTENT_TYPES[extname(plain)] ?? 'application/octet-stream';
	const found = files.get(path) ?? { contentType, immutable: path.startsWith(IMMUTABLE_PREFIX), variants: {} };
	found.variants[encoding] = { bytes, etag: etagOf(bytes) };
	files.set(path, found);
}

/** Strong, and another for each encoding, because it names exact bytes (RFC 9110 §8.8.3). */
function etagOf(bytes: Buffer): string {
	return `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
}
