import * as fake from 'fake-indexeddb';
import { currentRun } from '../time/globals.ts';
import { fetchOf } from './fetch.ts';
import { indexedDbOf, keepTurnsApart } from './indexed-db.ts';
import { TabActor } from './tab-actor.ts';
import { SimWebSocket } from './web-socket.ts';

/** The page whose turn it is; undefined in the server's turn and outside of a run, where there is no browser. */
function page(): TabActor | undefined {
	const actor = currentRun()?.scheduler.current;
	return actor instanceof TabActor ? actor : undefined;
}

/** Installs a browser's globals, each of which is that of the page whose turn it is. */
export function installPageGlobals(): void {
	keepTurnsApart();
	for (const [name, value] of Object.entries(fake)) if (name.startsWith('IDB')) define(name, () => value);
	inPage('indexedDB', (tab) => indexedDbOf(tab));
	inPage('fetch', (tab) => fetchOf(tab));
	inPage('WebSocket', () => SimWebSocket);
	inPage('navigator', (tab) => ({ locks: tab.profile.locks }));
	inPage('document', (tab) => ({ visibilityState: tab.visible ? 'visible' : 'hidden' }));
	inPage('BroadcastChannel', (tab) => {
		return class {
			constructor(name: string) {
				return tab.profile.bus.open(name);
			}
		};
	});
}

function inPage(name: string, get: (tab: TabActor) => unknown): void {
	define(name, () => {
		const tab = page();
		return tab && get(tab);
	});
}

function define(name: string, get: () => unknown): void {
	Object.defineProperty(globalThis, name, { get, configurable: true });
}
