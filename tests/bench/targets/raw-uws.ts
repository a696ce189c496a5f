import { fileURLToPath } from 'node:url';
import { ServerProcess } from './process.ts';
import type { Target } from './room.ts';

/** The ceiling: a server that does nothing but `publish`. See raw-uws.process.ts. */
export async function startRawUws(frameBytes: number): Promise<Target> {
	const server = new ServerProcess([fileURLToPath(new URL('raw-uws.process.mjs', import.meta.url))]);
	const port = Number(await server.says(/port (\d+)/));
	return {
		pid: server.pid,
		room: { server: 'raw-uws', port, frameBytes },
		[Symbol.asyncDispose]: () => server.stop()
	};
}
