import * as z from 'zod/mini';
import type { MailConfig } from './mail/mailer.ts';
import { StartupError } from './startup-error.ts';

/** How this server runs, from its environment. */
export interface Config {
	/** TCP port; 0 lets the operating system choose one. */
	port: number;
	/** Address or name to listen on. */
	host: string;
	dataDir: string;
	/** Scheme, host and port under which people reach the server; the only origin whose pages may change anything. */
	origin: string;
	logLevel: LogLevel;
	/** For how long after the start lost messages are taken back from devices, in minutes; 0 for not at all. */
	healMinutes: number;
	/** Where mail goes out; undefined for a server that sends none. */
	mail: MailConfig | undefined;
}

/** How long `--heal` heals without a number, in minutes: time for a team to open its phones, not a door left open. */
const HEAL_DEFAULT_MINUTES = 60;

/** The longest that a server heals, in minutes: a day, for those who are asleep now. */
const HEAL_MAX_MINUTES = 24 * 60;

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment does not make sense; the message says in one sentence what to change. */
export class ConfigError extends StartupError {
	override name = 'ConfigError';
}

const environmentSchema = z.object({
	PORT: z._default(
		z.pipe(
			z.string().check(z.refine(isPort, 'PORT must be a number from 0 to 65535.')),
			z.transform<string, number>(Number)
		),
		3000
	),
	HOST: z._default(
		z.string().check(z.regex(/^[0-9a-z.:_-]+$/i, 'HOST must be an IP address or a host name, such as 127.0.0.1.')),
		'127.0.0.1'
	),
	DATA_DIR: z._default(z.string().check(z.regex(/^[^\0]+$/, 'DATA_DIR must be the path of a directory.')), './data'),
	ORIGIN: z.optional(z.string()),
	LOG_LEVEL: z._default(z.enum(LOG_LEVELS, { error: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.` }), 'info'),
	SMTP_URL: z.optional(z.string()),
	MAIL_FROM: z.optional(z.string())
});

function isPort(text: string): boolean {
	return /^\d{1,5}$/.test(text) && Number(text) <= 65_535;
}

/**
 * Reads and checks the environment and the arguments; a variable that is set but empty counts as unset, as `docker run -e
 * PORT` leaves it. Throws {@link ConfigError}.
 */
export function readConfig(environment: Record<string, string | undefined>, args: string[] = []): Config {
	const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
	const parsed = environmentSchema.safeParse(set);
	if (!parsed.success) throw new ConfigError(parsed.error.issues[0]?.message ?? 'The environment is not valid.');
	const { PORT: port, HOST: host, DATA_DIR: dataDir, ORIGIN, LOG_LEVEL: logLevel } = parsed.data;
	if (ORIGIN === undefined && !isLoopback(host)) {
		throw new ConfigError(
			`HOST ${host} is open to the network, so ORIGIN must say under which https address it is reached.`
		);
	}
	const origin = ORIGIN === undefined ? defaultOrigin(port) : checkedOrigin(ORIGIN);
	const mail = checkedMail(parsed.data);
	return { port, host, dataDir, origin, logLevel, healMinutes: readHealing(args), mail };
}

/** An address, or a name with one in angle brackets (RFC 5322 §3.4), as far as it can be told without sending anything. */
const MAIL_FROM_PATTERN = /^(?:[^<>\p{Cc}]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u;

function checkedMail({
	SMTP_URL: url,
	MAIL_FROM: from
}: {
	SMTP_URL?: string | undefined;
	MAIL_FROM?: string | undefined;
}): MailConfig | undefined {
	if (url === undefined && from === undefined) return undefined;
	if (url === undefined || from === undefined) {
		throw new ConfigError(
			'SMTP_URL and MAIL_FROM belong together: set both, or neither for a server that sends no mail.'
		);
	}
	const server = URL.canParse(url) ? new URL(url) : undefined;
	if (!['smtp:', 'smtps:'].includes(server?.protocol ?? '') || server?.hostname === '') {
		throw new ConfigError(
			'SMTP_URL must be the address of a mail server, such as smtps://user:password@mail.example.org.'
		);
	}
	if (!MAIL_FROM_PATTERN.test(from)) {
		throw new ConfigError('MAIL_FROM must be an email address, such as Tidings <chat@example.org>.');
	}
	return { url, from };
}

/** `--heal` or `--heal=<minutes>`. An argument and no variable: it must not outlive the start that it was meant for. */
function readHealing(args: string[]): number {
	const [argument, ...others] = args;
	if (argument === undefined) return 0;
	const match = /^--heal(?:=(\d{1,4}))?$/.exec(argument);
	if (match === null || others.length > 0) throw new ConfigError('The only argument is --heal, or --heal=<minutes>.');
	const minutes = match[1] === undefined ? HEAL_DEFAULT_MINUTES : Number(match[1]);
	if (minutes < 1 || minutes > HEAL_MAX_MINUTES) {
		throw new ConfigError(`--heal takes from 1 to ${HEAL_MAX_MINUTES} minutes.`);
	}
	return minutes;
}

/** Where a server without ORIGIN is reached: browsers trust localhost as they trust https, service workers included. */
export function defaultOrigin(port: number): string {
	return `http://localhost:${port}`;
}

function checkedOrigin(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
		throw new ConfigError('ORIGIN must be an address such as https://chat.example.org.');
	}
	// What the browser sends: compared character by character, so anything more than it would lock everybody out.
	if (url.origin !== text) {
		throw new ConfigError(`ORIGIN must be a bare origin without a path: write ${url.origin} instead.`);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw new ConfigError('ORIGIN must be https, because browsers run offline apps over http on localhost only.');
	}
	return url.origin;
}

function isLoopback(host: string): boolean {
	return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
