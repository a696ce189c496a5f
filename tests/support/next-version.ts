import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILD = fileURLToPath(new URL('../../build/', import.meta.url));

/** A copy of the build whose app counts as a newer version, because its service worker differs. */
export async function buildNextVersion(): Promise<{ program: string; dispose(): Promise<void> }> {
	// Inside the project, so that the copy finds its packages.
	const copy = await mkdtemp(join(BUILD, 'next-version-'));
	for (const part of ['server', 'web']) await cp(join(BUILD, part), join(copy, part), { recursive: true });
	const worker = join(copy, 'web', 'service-worker.js');
	await appendFile(worker, '\n// The next version.\n');
	for (const packed of [`${worker}.br`, `${worker}.gz`]) await rm(packed);
	return { program: join(copy, 'server', 'main.js'), dispose: () => rm(copy, { recursive: true }) };
}
