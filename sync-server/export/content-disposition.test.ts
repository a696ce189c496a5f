import { expect, test } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

/** The name by which a browser of today saves it. */
function savedAs(name: string, extension = '.html'): string {
	const encoded = /filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/.exec(contentDisposition(name, extension))?.[1];
	return decodeURIComponent(encoded ?? 'no name');
}

test('a file is called after the room in whatever script', () => {
	expect(contentDisposition('Кухня 2026-11-21', '.md')).toBe(
		`attachment; filename="_ 2026-11-21.md"; filename*=UTF-8''%D0%9A%D1%83%D1%85%D0%BD%D1%8F%202026-11-21.md`
	);
	expect(savedAs('Кухня')).toBe('Кухня.html');
	expect(savedAs('Їжак 🦔 與 茶')).toBe('Їжак 🦔 與 茶.html');
	expect(contentDisposition('Café', '.json')).toContain('filename="Cafe_.json"');
});

test.each([
	['../../etc/passwd', 'etc passwd.html'],
	['..\\secret', 'secret.html'],
	['a:b*c?d"e<f>g|h', 'a b c d e f g h.html'],
	['line\r\nset-cookie: a=b', 'line set-cookie a=b.html'],
	['good\u202elmth.exe', 'good lmth.exe.html'],
	['zero\u200bwidth\u0000', 'zero width.html'],
	["it's 100% (sure)", "it's 100% (sure).html"],
	['dots...', 'dots.html'],
	['   ', 'room.html'],
	['', 'room.html']
])('the title %j makes a name that every file system takes', (title, name) => {
	expect(savedAs(title)).toBe(name);
	expect(contentDisposition(title, '.html')).toMatch(/^[\x20-\x7e]+$/);
	expect(contentDisposition(title, '.html')).toMatch(/^attachment; filename="[^"\\%]+"; filename\*=UTF-8''[^ '"()*]+$/);
});

test('a long title is cut between characters', () => {
	const name = savedAs('🦔'.repeat(80));
	expect(name).toMatch(/^(🦔)+\.html$/u);
	expect(Buffer.byteLength(name)).toBeLessThan(200);
});
