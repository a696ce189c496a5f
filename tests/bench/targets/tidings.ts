import { mkdtempSync, rmSync } from 'node:fs';
import { segmentName } from '../../../src/lib/protocol/document-name.ts';
import { register, type SignedIn } from '../../support/people.ts';
import { createRoom, joinRoom } from '../../support/rest.ts';
import { BUNDLES } from '../bundles.ts';
import { ServerProcess } from './process.ts';
import type { Target } from './room.ts';

const MAIN = 'build/server/main.js';

/**
 * The built server with an empty store, `people` accounts and one room with all of them in it. The store stands in the
 * repository, because what the system has for temporary files may be memory, where durability costs nothing.
 */
export async function startTidings(people: number): Promise<Target> {
	const dataDir = mkdtempSync(`${BUNDLES}data-`);
	const removeData = () => rmSync(dataDir, { recursive: true, force: true });
	process.once('exit', removeData);
	// For profiling: docs/benchmarks.md.
	const nodeOptions = process.env.BENCH_SERVER_NODE_OPTIONS?.split(' ') ?? [];
	const env = { PORT: '0', HOST: '127.0.0.1', ORIGIN: '', DATA_DIR: dataDir, LOG_LEVEL: 'warn' };
	const server = new ServerProcess([...nodeOptions, '--enable-source-maps', MAIN], env);
	const origin = await server.says(/running at (\S+)/);
	const { signedIn, segment } = await fillRoom(origin, people);
	return {
		pid: server.pid,
		room: { server: 'tidings', port: Number(new URL(origin).port), origin, people: signedIn, segment },
		async [Symbol.asyncDispose]() {
			await server.stop();
			removeData();
			process.off('exit', removeData);
		}
	};
}

async function fillRoom(origin: string, people: number): Promise<{ signedIn: SignedIn[]; segment: string }> {
	const signedIn: SignedIn[] = [];
	for (let i = 0; i < people; i++) {
		const [username, password] = [`person${i}`, 'likes long walks'];
		signedIn.push(
			await register(origin, { email: `${username}@example.org`, username, displayName: username, password })
		);
	}
	const [first, ...others] = signedIn;
	if (first === undefined) throw new Error('nobody to fill the room with');
	const { id } = await createRoom(origin, first.cookie, { title: 'Load', kind: 'public' });
	for (const { cookie } of others) await joinRoom(origin, cookie, id);
	return { signedIn, segment: segmentName(id, 0) };
}
