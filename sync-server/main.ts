import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { readConfig } from './config.ts';
import { loadWebFiles } from './http/web-files.ts';
import { createLog } from './log.ts';
import { createServer, type Server } from './server.ts';
import { StartupError } from './startup-error.ts';
import { createSqliteStorage } from './storage/sqlite/sqlite-storage.ts';
import { VERSION } from './version.ts';

/** How long a shutdown may take, in milliseconds: less than the five seconds after which supervisors lose patience. */
const CLOSE_DEADLINE_MS = 4_500;

/** The web app, as the build puts it beside the server. */
const WEB_DIR = fileURLToPath(new URL('../web/', import.meta.url));

await main();

async function main(): Promise<void> {
	try {
		const config = readConfig(process.env, process.argv.slice(2));
		const log = createLog(config.logLevel);
		trapErrors(log);
		const storage = createSqliteStorage({ dataDir: config.dataDir });
		const webFiles = loadWebFiles(WEB_DIR);
		const server = await listenOrClose(() => createServer({ config, storage, log, webFiles }));
		trapSignals(server, log);
		log.info({ version: VERSION, port: server.port, origin: server.origin }, 'listening');
		console.log(`Tidings is running at ${server.origin}`);

		async function listenOrClose(start: () => Promise<Server>): Promise<Server> {
			try {
				return await start();
			} catch (error) {
				await storage.close();
				throw error;
			}
		}
	} catch (error) {
		if (!(error instanceof StartupError)) throw error;
		console.error(error.message);
		process.exitCode = 1;
	}
}

/** A promise nobody waits for has failed, so nobody knows what state this is: start afresh from what is on the disk. */
function trapErrors(log: Logger): void {
	for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
		process.on(event, (err: unknown) => {
			log.fatal({ err }, event);
			process.exit(1);
		});
	}
}

/** Closes in order, once: a terminal and a supervisor that passes signals on may both send the same one. */
function trapSignals(server: Server, log: Logger): void {
	let closing = false;
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.on(signal, () => {
			if (closing) return;
			closing = true;
			log.info({ signal }, 'closing');
			void close(server, log);
		});
	}
}

async function close(server: Server, log: Logger): Promise<void> {
	setTimeout(() => {
		log.error('closing took too long');
		process.exit(1);
	}, CLOSE_DEADLINE_MS).unref();
	await server.close();
	process.exit(0);
}
