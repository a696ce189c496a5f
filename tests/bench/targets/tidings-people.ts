import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { register, type SignedIn } from '../../support/people.ts';
import { createRoom, joinRoom } from '../../support/rest.ts';
import { BUNDLES } from '../bundles.ts';
import { Hosted, type Program } from './hosted.ts';

/** A store with people and rooms in it, to start servers from: signing up costs more than most runs. */
export interface Prepared {
	/** The store's folder. */
	data: string;
	people: SignedIn[];
	roomIds: string[];
}

/**
 * Who is there: with one room everyone is in it, so that a server serves many accounts at once; with several, each
 * account has its share of them to itself, because a socket receives every room of its account.
 */
export async function prepare(program: Program, rooms: number, accounts: number): Promise<Prepared> {
	const data = `${BUNDLES}prepared-${rooms}-${accounts}`;
	const names = `${data}.json`;
	if (existsSync(names)) return JSON.parse(readFileSync(names, 'utf8')) as Prepared;
	const server = await Hosted.start(program);
	const origin = `http://localhost:${server.port}`;
	const people = await signUp(origin, accounts);
	const roomIds: string[] = [];
	for (let room = 0; room < rooms; room++) {
		const { cookie } = personOf(people, room);
		const { id } = await createRoom(origin, cookie, { title: `Room ${room}`, kind: 'public' });
		roomIds.push(id);
	}
	const [only, second] = roomIds;
	if (only !== undefined && second === undefined) {
		for (const { cookie } of people.slice(1)) await joinRoom(origin, cookie, only);
	}
	await server.stopAndKeep(data);
	const prepared = { data, people, roomIds };
	writeFileSync(names, JSON.stringify(prepared));
	return prepared;
}

async function signUp(origin: string, accounts: number): Promise<SignedIn[]> {
	const people: SignedIn[] = [];
	for (let i = 0; i < accounts; i++) {
		const [username, password] = [`person${i}`, 'likes long walks'];
		const request = { email: `${username}@example.org`, username, displayName: username, password };
		people.push(await register(origin, request));
	}
	return people;
}

/** Counting on from the last to the first. */
export function personOf(people: SignedIn[], index: number): SignedIn {
	const person = people[index % people.length];
	if (person === undefined) throw new Error('nobody has an account');
	return person;
}
