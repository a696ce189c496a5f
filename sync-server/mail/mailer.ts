import type { Transporter } from 'nodemailer';
import type { Logger } from 'pino';

/** Where mail goes out, as the configuration says. */
export interface MailConfig {
	/** `smtp://` or `smtps://`, with user and password where the server asks for them. */
	url: string;
	/** The address that it comes from. */
	from: string;
}

/** A mail to one person, as plain text. */
export interface Mail {
	to: string;
	subject: string;
	text: string;
}

/** How long a mail server may take for each step, in milliseconds: one that takes longer is down. */
const STEP_TIMEOUT_MS = 20_000;

/** Mails that may be on their way at once: more than a team asks for in a minute, and an end to what a flood can hold. */
const MAILS_IN_FLIGHT_MAX = 100;

/**
 * Sends mail in the background. Nobody waits for it: an answer that came later when there was somebody to write to would
 * tell who has an account. A mail that does not go out is logged, and asked for again by whoever waits for it.
 */
export class Mailer {
	#transport: Promise<Transporter>;
	#from: string;
	#log: Logger;
	#inFlight = 0;

	constructor({ url, from }: MailConfig, log: Logger) {
		const timeouts = {
			connectionTimeout: STEP_TIMEOUT_MS,
			greetingTimeout: STEP_TIMEOUT_MS,
			socketTimeout: STEP_TIMEOUT_MS
		};
		// Only where mail goes out at all: it is more code than the rooms, the sync and the storage of this server together.
		this.#transport = import('nodemailer').then(({ createTransport }) => createTransport({ url, ...timeouts }));
		this.#from = from;
		this.#log = log;
	}

	/** Never throws. */
	send({ to, subject, text }: Mail): void {
		if (this.#inFlight >= MAILS_IN_FLIGHT_MAX) return this.#log.error('a mail was dropped: too many are on their way');
		this.#inFlight += 1;
		this.#transport
			.then((transport) => transport.sendMail({ from: this.#from, to, subject, text }))
			.catch((err: unknown) => this.#log.error({ err }, 'a mail was not sent'))
			.finally(() => (this.#inFlight -= 1));
	}

	/** Lets go of the mail server. */
	close(): void {
		void this.#transport.then((transport) => transport.close());
	}
}
