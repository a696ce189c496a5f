import { buildServer } from '../../scripts/build-server.mjs';

/** Before the process tests: the bundle they start is made from the sources as they stand now. */
export default async function setup(): Promise<void> {
	await buildServer();
}
