import type { Logger } from 'pino';
import type { Accounts } from '../../../sync-server/accounts/accounts.ts';
import { attachSync, type SyncDoor } from '../../../sync-server/connection/door.ts';
import { History } from '../../../sync-server/history.ts';
import { keepHouse } from '../../../sync-server/housekeeping.ts';
import { Documents } from '../../../sync-server/room/documents.ts';
import { heal } from '../../../sync-server/room/heal.ts';
import { Receipts } from '../../../sync-server/room/receipts.ts';
import { openPeople } from '../../../sync-server/people/open-people.ts';
import { Moderation } from '../../../sync-server/room/moderation.ts';
import { Rooms } from '../../../sync-server/room/rooms.ts';
import type { Answer, Request } from '../browser/fetch.ts';
import type { Link } from '../browser/link.ts';
import type { Network } from '../browser/network.ts';
import { Actor } from '../time/scheduler.ts';
import type { ServerParts } from './parts.ts';
import { beginProcess } from './process-client-id.ts';
import { ProcessStore } from './process-store.ts';
import { carryOut } from './rest.ts';
import { ORIGIN, SimApp } from './sim-app.ts';

/** A year: no session ends in a run. */
const SESSION_MS = 365 * 24 * 3_600_000;

/** One life of the server: the real core between a socket object and a disk that are not. */
export class SimServer {
	readonly actor: Actor;
	readonly store: ProcessStore;
	rooms: Rooms | undefined;
	moderation: Moderation | undefined;
	documents: Documents | undefined;
	#parts: ServerParts;
	#app: SimApp;
	#links = new Set<Link>();
	#door: SyncDoor | undefined;
	#stopHousekeeping: (() => void) | undefined;

	constructor(ordinal: number, parts: ServerParts) {
		this.#parts = parts;
		this.actor = new Actor(`server ${ordinal}`);
		this.store = new ProcessStore(parts.disk, this.actor, parts.weather, parts);
		this.#app = new SimApp(this.actor, parts.witness);
	}

	/** Starts in its own turn: as `createServer` does, without HTTP. */
	start(healMinutes: number): void {
		const { scheduler, random } = this.#parts;
		scheduler.after(0, this.actor, () => {
			beginProcess(random.uint32());
			void this.#begin(healMinutes);
		});
	}

	/** A connection comes in; it is lost where the server dies first. */
	accept(link: Link): void {
		const { scheduler } = this.#parts;
		this.#links.add(link);
		scheduler.after(link.network.delay(), this.actor, () => {
			if (this.#door !== undefined) this.#app.upgrade(link);
		});
	}

	ask(request: Request, network: Network, answer: (answer: Answer) => void): void {
		this.#parts.scheduler.after(network.delay(), this.actor, () => {
			if (this.rooms !== undefined) void carryOut(this.rooms, request).then(answer);
		});
	}

	/** `kill -9`. */
	crash(): void {
		this.actor.dead = true;
		this.store.cutOff();
		for (const link of this.#links) link.break();
	}

	/** Stops as the real one does, for the end of a run. */
	stop(): void {
		this.#stopHousekeeping?.();
		this.#door?.closeAll();
	}

	async #begin(healMinutes: number): Promise<void> {
		const { scheduler, journal, wrapDocuments } = this.#parts;
		const { storage } = this.store;
		const now = () => Math.floor(scheduler.now);
		const log = {
			error: (about: unknown) => journal.logged(about),
			warn: () => undefined,
			info: () => undefined
		} as unknown as Logger;
		const receipts = new Receipts(await storage.secret('receipts'));
		const history = await History.begin(storage, { healMinutes, now, log });
		const report = (error: unknown) => journal.logged({ err: error });
		const documents = wrapDocuments(new Documents({ store: storage, receipts, report, now }));
		const people = await openPeople({ store: this.store.atStart, documents, now, log });
		const rooms = new Rooms(storage, documents, now);
		rooms.onMembership(this.#parts.witness);
		const takeBack = (roomId: string, copy: Uint8Array, giver: string) =>
			heal({ documents, store: storage, receipts, now: () => Date.now() }, roomId, copy, giver);
		const accounts = this.#accounts();
		const administration = { members: { onSightChanged: () => undefined } };
		this.#door = attachSync(this.#app.asApp, {
			...{
				accounts,
				administration,
				storage,
				documents,
				rooms,
				people,
				history,
				heal: takeBack,
				origin: ORIGIN,
				log,
				now
			}
		});
		this.#stopHousekeeping = keepHouse({ storage, accounts, documents, people, log });
		this.documents = documents;
		this.rooms = rooms;
		this.moderation = new Moderation(rooms.desk);
	}

	/** Everybody is signed in: the cookie is the account, and the session has its name. */
	#accounts(): Accounts {
		const { scheduler } = this.#parts;
		return {
			authenticate: async (cookie: string) => {
				const account = { role: 'member' };
				return { sessionId: cookie, userId: cookie, expiresAt: scheduler.now + SESSION_MS, account };
			},
			onSessionEnded: () => undefined,
			deleteExpiredSessions: async () => undefined
		} as unknown as Accounts;
	}
}
