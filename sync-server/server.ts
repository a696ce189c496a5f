import { setTimeout } from 'node:timers/promises';
import type { Logger } from 'pino';
import uws, { type HttpRequest, type HttpResponse, type TemplatedApp, type us_listen_socket } from 'uWebSockets.js';
import { Throttle } from './access/throttle.ts';
import { Accounts } from './accounts/accounts.ts';
import { openAdministration, type Administration } from './accounts/open-administration.ts';
import { SecondFactor } from './accounts/second-factor.ts';
import { defaultOrigin, type Config } from './config.ts';
import { attachSync } from './connection/door.ts';
import { History } from './history.ts';
import { keepHouse } from './housekeeping.ts';
import { API_PATH, createApi } from './http/api.ts';
import { serveFetch } from './http/fetch-bridge.ts';
import { answerHealth } from './http/health.ts';
import { pageHeaders } from './http/security-headers.ts';
import { answerFile } from './http/static-files.ts';
import type { WebFiles } from './http/web-files.ts';
import { writeAnswer } from './http/write-answer.ts';
import { openPeople, type People } from './people/open-people.ts';
import { Documents } from './room/documents.ts';
import { heal } from './room/heal.ts';
import { Receipts } from './room/receipts.ts';
import { roomCommands, type RoomCommands } from './room/room-commands.ts';
import { Rooms } from './room/rooms.ts';
import { indexBacklog } from './search/backlog.ts';
import { StartupError } from './startup-error.ts';
import type { Storage } from './storage/storage.ts';
import { VERSION } from './version.ts';

/** How long closing waits for requests, in milliseconds: a client that sends its body byte by byte is not waited for. */
const REQUESTS_DEADLINE_MS = 2_000;

export interface ServerDeps {
	config: Pick<Config, 'host' | 'port' | 'origin' | 'healMinutes'> & { mail?: Config['mail'] };
	storage: Storage;
	webFiles: WebFiles;
	log: Logger;
	/** The server's clock, milliseconds since the Unix epoch. */
	now?: () => number;
}

export interface Server {
	/** The port it listens on, also when the configuration left the choice to the operating system. */
	port: number;
	/** Where people reach it. */
	origin: string;
	/** Lets nobody in any more, finishes the commits in flight, closes the sockets, then the store. */
	close(): Promise<void>;
}

/** The store's secret that proves what it has received; kept with the data, so that a backup knows its own proofs. */
const RECEIPT_KEY = 'receipts';

/** Puts the parts together and listens. Throws {@link StartupError} when the port is not to be had. */
export async function createServer({ config, storage, webFiles, log, now = Date.now }: ServerDeps): Promise<Server> {
	const receipts = new Receipts(await storage.secret(RECEIPT_KEY));
	const history = await History.begin(storage, { healMinutes: config.healMinutes, now, log });
	const report = (err: unknown, document: string) => log.error({ err, document }, 'document');
	const documents = new Documents({ store: storage, receipts, report, now });
	const people = await openPeople({ store: storage, documents, now, log });
	const app = uws.App();
	const listening = listen(app, config);
	// Nobody is let in before this function returns to the event loop, so the port can be known before the routes are.
	const port = uws.us_socket_local_port(listening);
	const origin = config.origin === defaultOrigin(0) ? defaultOrigin(port) : config.origin;
	const secondFactor = new SecondFactor(storage, now);
	const accounts = new Accounts({ store: storage, secondFactor, secureCookies: origin.startsWith('https:') });
	const rooms = new Rooms(storage, documents, now);
	documents.policies.blocks = people.blocks;
	const { profiles, contacts } = people;
	const mail = config.mail;
	const administration = openAdministration({
		...{ store: storage, accounts, profiles, contacts, rooms },
		...{ mail, origin, now, log }
	});
	const takeBack = (roomId: string, copy: Uint8Array, giver: string) =>
		heal({ documents, store: storage, receipts, now }, roomId, copy, giver);
	const sync = attachSync(app, {
		accounts,
		administration,
		storage,
		documents,
		rooms,
		people,
		history,
		heal: takeBack,
		origin,
		log,
		now
	});
	const commands = roomCommands(rooms, origin);
	const requests = addHttp(app, {
		commands,
		accounts,
		secondFactor,
		administration,
		rooms,
		people,
		documents,
		now,
		storage,
		history,
		webFiles,
		origin,
		log
	});
	const stopHousekeeping = keepHouse({ storage, accounts, documents, people, log });
	const stopIndexing = indexBacklog(storage, log);

	return {
		port,
		origin,
		async close() {
			uws.us_listen_socket_close(listening);
			stopHousekeeping();
			stopIndexing();
			people.heads.stop();
			administration.stop();
			await Promise.race([Promise.all(requests), setTimeout(REQUESTS_DEADLINE_MS, undefined, { ref: false })]);
			// Writes settle in order: when this one has, so has every commit before it, and its tick is on its way.
			await storage.probe().catch(() => {});
			sync.closeAll();
			await storage.close();
			app.close();
		}
	};
}

interface HttpDeps {
	commands: RoomCommands;
	accounts: Accounts;
	secondFactor: SecondFactor;
	administration: Administration;
	rooms: Rooms;
	people: People;
	documents: Documents;
	now: () => number;
	storage: Storage;
	history: History;
	webFiles: WebFiles;
	origin: string;
	log: Logger;
}

/** Adds health, API and files. Returns the API requests being answered. */
function addHttp(app: TemplatedApp, deps: HttpDeps): Set<Promise<void>> {
	const { storage, history, webFiles, origin, log } = deps;
	const api = createApi({ ...deps, throttle: new Throttle() });
	const headers = pageHeaders(origin, webFiles.get('/index.html')?.variants.identity?.bytes.toString());
	const requests = new Set<Promise<void>>();
	const serveApi = (res: HttpResponse, req: HttpRequest) => {
		const request = serveFetch(res, req, origin, api).catch((err: unknown) => log.error({ err }, 'answer failed'));
		requests.add(request);
		void request.then(() => requests.delete(request));
	};
	app.any('/healthz', (res, req) => {
		writeAnswer(
			res,
			req.getMethod().toUpperCase(),
			answerHealth({ writable: storage.isWritable(), history, version: VERSION })
		);
	});
	app.any(API_PATH, serveApi);
	app.any('/api/*', serveApi);
	app.any('/*', (res, req) => {
		const method = req.getMethod().toUpperCase();
		const request = {
			method,
			path: req.getUrl(),
			acceptEncoding: req.getHeader('accept-encoding'),
			ifNoneMatch: req.getHeader('if-none-match')
		};
		writeAnswer(res, method, answerFile(webFiles, headers, request));
	});
	return requests;
}

/** LIBUS_LISTEN_EXCLUSIVE_PORT; the package's types have its name, in an enum that does not exist at run time. */
const EXCLUSIVE_PORT = 1;

/** The overload of `listen` that takes a host and options; the types lack it. */
interface ExclusiveApp {
	listen(host: string, port: number, options: number, listening: (socket: us_listen_socket | false) => void): void;
}

/** Listens alone: by default two processes could share the port, and half of the people would reach each. */
function listen(app: TemplatedApp, { host, port }: Pick<Config, 'host' | 'port'>): us_listen_socket {
	const sockets: us_listen_socket[] = [];
	(app as unknown as ExclusiveApp).listen(host, port, EXCLUSIVE_PORT, (socket) => {
		if (socket) sockets.push(socket);
	});
	const [listening] = sockets;
	if (listening !== undefined) return listening;
	throw new StartupError(
		`Port ${port} of ${host} is in use by another program, or not open to this one: set another PORT.`
	);
}
