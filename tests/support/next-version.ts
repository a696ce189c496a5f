import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROTOCOL_VERSION } from '../../src/lib/protocol/control.ts';

const BUILD = fileURLToPath(new URL('../../build/', import.meta.url));

/** A copy of the build that passes for another version. */
export interface OtherBuild extends AsyncDisposable {
	/** What a server of it runs. */
	program: string;
}

/** A copy of the build whose app counts as a newer version, because its service worker differs. */
export async function buildNextVersion(): Promise<OtherBuild> {
	const { copy, build } = await copyBuild();
	await change(join(copy, 'web', 'service-worker.js'), (text) => `${text}\n// The next version.\n`);
	return build;
}

/** A copy of the build whose app and server both speak this version of the protocol; `name` tells its files from others'. */
export async function buildSpeaking(protocol: number, name: string): Promise<OtherBuild> {
	const { copy, build } = await copyBuild();
	const constant = `PROTOCOL_VERSION=${PROTOCOL_VERSION},`;
	await change(build.program, (text) => replaceOnce(text, constant, `PROTOCOL_VERSION=${protocol},`));
	const chunks = join(copy, 'web', '_app', 'immutable', 'chunks');
	const hello = `protocol:${PROTOCOL_VERSION},`;
	const [speaker, ...others] = await filesWith(chunks, hello);
	if (speaker === undefined || others.length > 0) throw new Error('the hello is not in one place');
	await change(speaker, (text) => replaceOnce(text, hello, `protocol:${protocol},`));
	// The file keeps its address, so installed apps are told that it has changed.
	await change(join(copy, 'web', 'service-worker.js'), (text) =>
		text.replaceAll('"revision":null', `"revision":"${name}"`)
	);
	return build;
}

async function copyBuild(): Promise<{ copy: string; build: OtherBuild }> {
	// Inside the project, so that the copy finds its packages.
	const copy = await mkdtemp(join(BUILD, 'next-version-'));
	for (const part of ['server', 'web']) await cp(join(BUILD, part), join(copy, part), { recursive: true });
	const program = join(copy, 'server', 'main.js');
	return { copy, build: { program, [Symbol.asyncDispose]: () => rm(copy, { recursive: true }) } };
}

async function filesWith(folder: string, text: string): Promise<string[]> {
	const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js')).map((name) => join(folder, name));
	const contents = await Promise.all(scripts.map((script) => readFile(script, 'utf8')));
	return scripts.filter((_, index) => contents[index]?.includes(text));
}

/** Changes a file, and removes what was packed of it. */
async function change(path: string, edit: (text: string) => string): Promise<void> {
	await writeFile(path, edit(await readFile(path, 'utf8')));
	for (const packed of [`${path}.br`, `${path}.gz`]) await rm(packed, { force: true });
}

function replaceOnce(text: string, what: string, by: string): string {
	const parts = text.split(what);
	if (parts.length !== 2) throw new Error(`${what} is not in one place`);
	return parts.join(by);
}
