import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { MailConfig } from './mailer.ts';

/** A mail as the mail server got it. */
export interface Received {
	from: string;
	to: string[];
	text: string;
}

/** A mail server on this machine that keeps whatever it is given, for tests. */
export class Mailbox {
	/** In the order they came. */
	readonly mails: Received[] = [];
	readonly config: MailConfig;
	#server: SMTPServer;
	#arrived: () => void = () => {};

	private constructor(server: SMTPServer, port: number) {
		this.#server = server;
		this.config = { url: `smtp://127.0.0.1:${port}`, from: 'Tidings <chat@example.org>' };
	}

	/** Opens it at a port that the system chooses. */
	static async open(): Promise<Mailbox> {
		let receive = (_: Received): void => {};
		const server = new SMTPServer({
			authOptional: true,
			disabledCommands: ['STARTTLS'],
			onData(stream, { envelope }, done) {
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => chunks.push(chunk));
				stream.on('end', () => {
					const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
					const text = decoded(Buffer.concat(chunks).toString());
					done();
					receive({ from, to: envelope.rcptTo.map(({ address }) => address), text });
				});
			}
		});
		const { port } = await new Promise<AddressInfo>((resolve) => {
			const listening = server.listen(0, '127.0.0.1', () => resolve(listening.address() as AddressInfo));
		});
		const mailbox = new Mailbox(server, port);
		receive = (mail) => mailbox.#receive(mail);
		return mailbox;
	}

	/** Resolves once so many mails have come. */
	async received(count: number): Promise<Received[]> {
		while (this.mails.length < count) await new Promise<void>((resolve) => (this.#arrived = resolve));
		return this.mails;
	}

	async close(): Promise<void> {
		await new Promise<void>((resolve) => this.#server.close(resolve));
	}

	#receive(mail: Received): void {
		this.mails.push(mail);
		this.#arrived();
	}
}

/** The text of a mail of one part, whatever it was wrapped in. */
function decoded(mail: string): string {
	const body = mail.slice(mail.indexOf('\r\n\r\n') + 4);
	if (/^content-transfer-encoding: base64/im.test(mail)) return Buffer.from(body, 'base64').toString();
	if (!/^content-transfer-encoding: quoted-printable/im.test(mail)) return body;
	const bytes = body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => `%${hex}`);
	return decodeURIComponent(bytes.replace(/%(?![0-9A-F]{2})/g, '%25'));
}
