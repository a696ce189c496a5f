import { IDBRequest } from 'fake-indexeddb';
import { currentRun } from '../time/globals.ts';
import type { TabActor } from './tab-actor.ts';

interface RawTransaction {
	db: unknown;
	_state: string;
	_abort(name: string): void;
}

interface Connection {
	close(): void;
	_rawDatabase: { transactions: RawTransaction[] };
}

type Listener = (event: unknown) => void;

/**
 * Tabs share the fake's queues, so one tab's transaction may begin in the turn of another's that has ended. A listener
 * therefore runs as whoever added it. The fake's own are bound functions and stay as they are.
 */
export function keepTurnsApart(): void {
	const target = Object.getPrototypeOf(IDBRequest.prototype) as { addEventListener: (...args: unknown[]) => void };
	const add = target.addEventListener;
	target.addEventListener = function (type: unknown, listener: unknown, ...rest: unknown[]) {
		const run = currentRun();
		const heard = listener as Listener & { name: string };
		if (run === undefined || heard.name.startsWith('bound ')) return add.call(this, type, listener, ...rest);
		const { scheduler } = run;
		const owner = scheduler.current;
		const asOwner: Listener = (event) => {
			scheduler.current = owner;
			heard.call(this, event);
		};
		add.call(this, type, asOwner, ...rest);
	};
}

/** The page's `indexedDB`. When the page dies its open transactions are rolled back, and what it still opens closes at once. */
export function indexedDbOf(tab: TabActor): Pick<IDBFactory, 'open' | 'deleteDatabase'> {
	const { disk } = tab.profile;
	return {
		open(name, version) {
			const request = disk.open(name, version);
			request.addEventListener('success', () => {
				const connection = request.result as unknown as Connection;
				if (tab.dead) connection.close();
				else tab.onDeath.push(() => rollBack(connection));
			});
			return request;
		},
		deleteDatabase: (name) => disk.deleteDatabase(name)
	};
}

function rollBack(connection: Connection): void {
	for (const transaction of [...connection._rawDatabase.transactions]) {
		if (transaction.db === connection && transaction._state !== 'finished') transaction._abort('AbortError');
	}
	connection.close();
}
