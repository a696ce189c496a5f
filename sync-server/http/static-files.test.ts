import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerFile, type FileRequest } from './static-files.ts';
import { loadWebFiles, type WebFiles } from './web-files.ts';

const APP = '/_app/immutable/app.1a2b.js';

const contents: Record<string, string> = {
	'/index.html': '<html>app</html>',
	'/index.html.br': 'brotli of app',
	'/index.html.gz': 'gzip of app',
	'/service-worker.js': 'worker',
	[APP]: 'script',
	[`${APP}.br`]: 'brotli of script',
	'/icon.unknown': 'bytes'
};

let dir: string;
let files: WebFiles;

beforeAll(async () => {
	dir = await mkdtemp(join(tmpdir(), 'tidings-web-'));
	await writeFile(`${dir}.secret`, 'outside');
	for (const [path, content] of Object.entries(contents)) {
		await mkdir(dirname(join(dir, path)), { recursive: true });
		await writeFile(join(dir, path), content);
	}
	files = loadWebFiles(dir);
});

afterAll(async () => {
	await rm(dir, { recursive: true });
	await rm(`${dir}.secret`);
});

function ask(path: string, more: Partial<FileRequest> = {}) {
	const request = { method: 'GET', path, acceptEncoding: '', ifNoneMatch: '', ...more };
	const { status, headers, body } = answerFile(files, [['x-common', 'yes']], request);
	return { status, headers: Object.fromEntries(headers), text: body && Buffer.from(body).toString() };
}

test('a file whose name holds its hash is kept for good', () => {
	expect(ask(APP)).toMatchObject({
		status: 200,
		headers: {
			'cache-control': 'public, max-age=31536000, immutable',
			'content-type': 'text/javascript; charset=utf-8',
			'x-common': 'yes'
		},
		text: 'script'
	});
});

test.each(['/index.html', '/service-worker.js', '/'])('%s is asked about every time', (path) => {
	expect(ask(path)).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
});

test('the best encoding that the browser takes is sent, and caches are told that there are others', () => {
	const brotli = ask('/index.html', { acceptEncoding: 'gzip, br' });
	expect(brotli).toMatchObject({
		headers: { 'content-encoding': 'br', vary: 'accept-encoding' },
		text: 'brotli of app'
	});
	expect(ask('/index.html', { acceptEncoding: 'gzip' }).text).toBe('gzip of app');
	const plain = ask('/service-worker.js', { acceptEncoding: 'gzip, br' });
	expect(plain.text).toBe('worker');
	expect(plain.headers).not.toHaveProperty('content-encoding');
	expect(brotli.headers['content-type']).toBe('text/html; charset=utf-8');
});

test('what has not changed is not sent again', () => {
	const { etag = '' } = ask('/index.html').headers;
	expect(etag).toMatch(/^"[\w-]{22}"$/);
	for (const ifNoneMatch of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
		const answer = ask('/index.html', { ifNoneMatch });
		expect(answer).toMatchObject({ status: 304, headers: { etag, 'cache-control': 'no-cache' }, text: undefined });
	}
	expect(ask('/index.html', { ifNoneMatch: '"other"' }).status).toBe(200);
	expect(ask('/index.html', { ifNoneMatch: etag, acceptEncoding: 'br' }).status).toBe(200);
});

test.each(['/room/01a1fd80-ec37-7169-b607-d36d1f55c994', '/sign-in', '/deep/er/'])(
	'%s is a screen of the app',
	(path) => {
		expect(ask(path).text).toBe('<html>app</html>');
	}
);

test.each([
	'/missing.js',
	'/_app/immutable/missing',
	'/index.html.br',
	'/../secret',
	'/..%2f..%2fetc/pass.wd',
	'/./index.html',
	'//etc/passwd.txt',
	'/index.html\0.js',
	'/__proto__.js'
])('%s is not there, or at most a screen of the app', (path) => {
	const { status, text } = ask(path);
	expect([`404 Not found\n`, `200 <html>app</html>`]).toContain(`${status} ${text}`);
	if (path.slice(path.lastIndexOf('/')).includes('.')) expect(status).toBe(404);
});

test('a file can only be read', () => {
	expect(ask('/index.html', { method: 'POST' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
	expect(ask('/index.html', { method: 'HEAD' }).status).toBe(200);
});

test('an unknown kind of file is only bytes', () => {
	expect(ask('/icon.unknown').headers['content-type']).toBe('application/octet-stream');
});

test('without a build there is nothing to serve', () => {
	expect(loadWebFiles(join(dir, 'none')).size).toBe(0);
	const request = { method: 'GET', path: '/', acceptEncoding: '', ifNoneMatch: '' };
	expect(answerFile(new Map(), [], request).status).toBe(404);
});
