// Fills a running server (ORIGIN, default http://localhost:3000) with three people, two rooms and what they say to each
// other, through its public API and the plain y-websocket endpoint.
import { once } from 'node:events';
import { v7 } from 'uuid';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const ORIGIN = process.env.ORIGIN ?? 'http://localhost:3000';
const PASSWORD = 'a quiet harbour';

const anna = await signIn('anna', 'Anna');
const boris = await signIn('boris', 'Борис');
const iryna = await signIn('iryna', 'Ірина');

const harbour = await openRoom(anna, { title: 'Harbour', kind: 'public' }, [boris, iryna]);
const nightShift = await openRoom(iryna, { title: 'Нічна зміна', kind: 'public' }, [anna]);

await converse(harbour.id, [
	[anna, 'Morning! The ferry timetable changes on Monday. I have put the new one on the board.'],
	[boris, 'Спасибо! А рейс в 6:40 остаётся?'],
	[anna, 'It does, and there is a second one at 7:05 for the school.'],
	[iryna, 'Дякую, це дуже допоможе. Скажу водіям.'],
	[
		iryna,
		'One question: who opens the gate for the early one? Last week we stood there with three cars, one lorry and a very patient dog.'
	],
	[boris, 'Я. Ключ у меня, буду в шесть.'],
	[anna, 'Perfect.\nThen it is settled:\n6:00 gate, 6:30 loading, 6:40 off.']
]);
await converse(nightShift.id, [
	[iryna, 'Тиша на всіх лініях. Заварила чай.'],
	[anna, 'Save me a cup, I am there in ten minutes.']
]);

console.log(`Rooms: ${harbour.title}, ${nightShift.title}.`);
console.log(
	`Sign in at ${ORIGIN} as anna@example.org, boris@example.org or iryna@example.org; password "${PASSWORD}".`
);

/** Signs a person up, or in when a former run did. @param {string} username @param {string} displayName */
async function signIn(username, displayName) {
	const email = `${username}@example.org`;
	const registration = { email, username, displayName, password: PASSWORD };
	const answer = await call('POST', '/api/v1/auth/register', { body: registration, accept: [409] });
	const signedIn =
		answer.status === 409 ? await call('POST', '/api/v1/auth/login', { body: { email, password: PASSWORD } }) : answer;
	const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0];
	if (cookie === undefined) throw new Error(`The server gave ${displayName} no session.`);
	const { id } = await signedIn.json();
	return { id, cookie };
}

/** @typedef {{ id: string, cookie: string }} Person */

/** @param {Person} creator @param {{ title: string, kind: string }} room @param {Person[]} others */
async function openRoom({ cookie: creator }, room, others) {
	const { rooms } = await (await call('GET', '/api/v1/rooms', { cookie: creator })).json();
	const existing = rooms.find((/** @type {{ title: string }} */ { title }) => title === room.title);
	const opened = existing ?? (await (await call('POST', '/api/v1/rooms', { cookie: creator, body: room })).json());
	for (const { cookie } of others) await call('POST', `/api/v1/rooms/${opened.id}/join`, { cookie });
	return opened;
}

/** Says the lines in their order, unless the room has been talked in before. @param {string} roomId @param {[Person, string][]} lines */
async function converse(roomId, lines) {
	for (const [index, [person, body]] of lines.entries()) {
		const room = await enter(roomId, person.cookie);
		const timeline = room.doc.getArray('timeline');
		const silent = index > 0 || timeline.length === 0;
		const before = timeline.length;
		if (silent) room.doc.getMap('messages').set(v7(), { author: person.id, body, createdAt: Date.now() });
		while (silent && timeline.length === before) await once(/** @type {any} */ (room.doc), 'update');
		room.destroy();
		// The provider's awareness lives, and keeps this process alive, until its document is gone.
		room.doc.destroy();
		if (!silent) return;
	}
}

/** @param {string} roomId @param {string} cookie */
async function enter(roomId, cookie) {
	class SignedInSocket extends WebSocket {
		/** @param {string} url */
		constructor(url) {
			super(url, { headers: { origin: ORIGIN, cookie } });
		}
	}
	const polyfill = /** @type {typeof globalThis.WebSocket} */ (/** @type {unknown} */ (SignedInSocket));
	const url = `${ORIGIN.replace('http', 'ws')}/sync`;
	const options = { WebSocketPolyfill: polyfill, disableBc: true };
	const provider = new WebsocketProvider(url, `room/${roomId}/0`, new Y.Doc(), options);
	await new Promise((resolve) => provider.once('sync', resolve));
	return provider;
}

/**
 * @param {string} method @param {string} path
 * @param {{ cookie?: string, body?: unknown, accept?: number[] }} options
 */
async function call(method, path, { cookie, body, accept = [] }) {
	const headers = new Headers({ origin: ORIGIN });
	if (cookie !== undefined) headers.set('cookie', cookie);
	if (body !== undefined) headers.set('content-type', 'application/json');
	const response = await fetch(`${ORIGIN}${path}`, {
		method,
		headers,
		body: body === undefined ? null : JSON.stringify(body)
	});
	if (response.ok || accept.includes(response.status)) return response;
	throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}
