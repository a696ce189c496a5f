import { build } from '../../scripts/build.mjs';

/** Before the browser tests: web app and server as the sources stand now; at once when nothing has changed. */
export default async function setup(): Promise<void> {
	await build();
}
