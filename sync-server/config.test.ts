import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

test('without any variable the server is on this machine only', () => {
	expect(readConfig({})).toEqual({
		port: 3000,
		host: '127.0.0.1',
		dataDir: './data',
		origin: 'http://localhost:3000',
		logLevel: 'info',
		healMinutes: 0,
		mail: undefined
	});
});

test('the default origin follows the port', () => {
	expect(readConfig({ PORT: '8080' }).origin).toBe('http://localhost:8080');
});

test('an empty variable counts as unset', () => {
	const empty = { PORT: '', HOST: '', ORIGIN: '', DATA_DIR: '', LOG_LEVEL: '', SMTP_URL: '', MAIL_FROM: '' };
	expect(readConfig(empty)).toEqual(readConfig({}));
});

test('a public server is open under its https origin', () => {
	const config = readConfig({ HOST: '0.0.0.0', ORIGIN: 'https://chat.example.org', PORT: '0', LOG_LEVEL: 'warn' });
	expect(config).toMatchObject({ host: '0.0.0.0', origin: 'https://chat.example.org', port: 0, logLevel: 'warn' });
});

test.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000', 'https://localhost'])(
	'%s is an origin that browsers trust',
	(origin) => {
		expect(readConfig({ ORIGIN: origin }).origin).toBe(origin);
	}
);

test.each(['chat@example.org', 'Tidings <chat@example.org>'])(
	'mail goes out where both variables say so, from %s',
	(from) => {
		const url = 'smtps://user:password@mail.example.org';
		expect(readConfig({ SMTP_URL: url, MAIL_FROM: from }).mail).toEqual({ url, from });
	}
);

const MAIL_PAIR = 'SMTP_URL and MAIL_FROM belong together: set both, or neither for a server that sends no mail.';
const MAIL_SERVER = 'SMTP_URL must be the address of a mail server, such as smtps://user:password@mail.example.org.';
const MAIL_SENDER = 'MAIL_FROM must be an email address, such as Tidings <chat@example.org>.';

describe('a value that cannot be is refused in one sentence', () => {
	test.each([
		[{ PORT: 'http' }, 'PORT must be a number from 0 to 65535.'],
		[{ PORT: '65536' }, 'PORT must be a number from 0 to 65535.'],
		[{ PORT: '-1' }, 'PORT must be a number from 0 to 65535.'],
		[{ PORT: '3000.5' }, 'PORT must be a number from 0 to 65535.'],
		[{ PORT: ' 3000' }, 'PORT must be a number from 0 to 65535.'],
		[{ HOST: 'http://localhost' }, 'HOST must be an IP address or a host name, such as 127.0.0.1.'],
		[{ DATA_DIR: 'a\0b' }, 'DATA_DIR must be the path of a directory.'],
		[{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
		[{ ORIGIN: 'chat.example.org' }, 'ORIGIN must be an address such as https://chat.example.org.'],
		[{ ORIGIN: 'ftp://chat.example.org' }, 'ORIGIN must be an address such as https://chat.example.org.'],
		[
			{ ORIGIN: 'https://chat.example.org/' },
			'ORIGIN must be a bare origin without a path: write https://chat.example.org instead.'
		],
		[
			{ ORIGIN: 'https://chat.example.org/team?x#y' },
			'ORIGIN must be a bare origin without a path: write https://chat.example.org instead.'
		],
		[
			{ ORIGIN: 'https://user:secret@chat.example.org' },
			'ORIGIN must be a bare origin without a path: write https://chat.example.org instead.'
		],
		[
			{ ORIGIN: 'https://Chat.Example.org:443' },
			'ORIGIN must be a bare origin without a path: write https://chat.example.org instead.'
		],
		[
			{ ORIGIN: 'http://chat.example.org' },
			'ORIGIN must be https, because browsers run offline apps over http on localhost only.'
		],
		[
			{ ORIGIN: 'http://127.example.org' },
			'ORIGIN must be https, because browsers run offline apps over http on localhost only.'
		],
		[
			{ HOST: '0.0.0.0' },
			'HOST 0.0.0.0 is open to the network, so ORIGIN must say under which https address it is reached.'
		],
		[{ SMTP_URL: 'smtp://localhost' }, MAIL_PAIR],
		[{ MAIL_FROM: 'chat@example.org' }, MAIL_PAIR],
		[{ SMTP_URL: 'mail.example.org', MAIL_FROM: 'chat@example.org' }, MAIL_SERVER],
		[{ SMTP_URL: 'https://mail.example.org', MAIL_FROM: 'chat@example.org' }, MAIL_SERVER],
		[{ SMTP_URL: 'smtp://', MAIL_FROM: 'chat@example.org' }, MAIL_SERVER],
		[{ SMTP_URL: 'smtp://localhost', MAIL_FROM: 'Tidings' }, MAIL_SENDER],
		[{ SMTP_URL: 'smtp://localhost', MAIL_FROM: 'a@example.org\nBcc: b@example.org' }, MAIL_SENDER],
		[{ HOST: '::' }, 'HOST :: is open to the network, so ORIGIN must say under which https address it is reached.']
	])('%j', (environment, message) => {
		expect(() => readConfig(environment)).toThrow(new ConfigError(message));
	});
});
