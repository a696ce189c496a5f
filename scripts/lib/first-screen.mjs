import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A script of the web build, and what it weighs on its way to the browser. @typedef {{ file: string, bytes: number }} Chunk */

/**
 * The scripts that a page needs before it can be used, with everything that they import at once, the largest first. What
 * is loaded at the moment of need is not among them. @param {string} web the web build, precompressed
 * @param {string} route as SvelteKit names it, such as `/(workspace)/rooms/[roomId]` @returns {Chunk[]}
 */
export function firstScreen(web, route) {
	const root = resolve(web, '_app/immutable');
	const app = scriptOf(root, 'entry', 'app');
	/** Every page stands in the outermost layout. */
	const nodes = [0, ...nodesOf(readFileSync(app, 'utf8'), route)];
	const files = new Set([scriptOf(root, 'entry', 'start'), app, ...nodes.map((node) => scriptOf(root, 'nodes', node))]);
	// A set is walked to its end, also where it grows on the way.
	for (const file of files) for (const imported of staticImports(file)) files.add(imported);
	return [...files]
		.map((file) => ({ file: file.slice(root.length + 1), bytes: statSync(`${file}.gz`).size }))
		.sort((a, b) => b.bytes - a.bytes);
}

/** @param {string} root @param {string} folder @param {string | number} name */
function scriptOf(root, folder, name) {
	const found = readdirSync(join(root, folder)).find((file) => file.startsWith(`${name}.`) && file.endsWith('.js'));
	if (found === undefined) throw new Error(`the build has no ${folder}/${name}`);
	return join(root, folder, found);
}

/** The page and the layouts of a route, from the app's dictionary. @param {string} app @param {string} route */
function nodesOf(app, route) {
	const routes = app.matchAll(/(["'`])(\/[^"'`]*)\1:\[([\d,[\]]+)\]/g);
	const found = [...routes].find(([, , id]) => id === route)?.[3];
	if (found === undefined) throw new Error(`the build has no route ${route}`);
	return (found.match(/\d+/g) ?? []).map(Number);
}

/** @param {string} file */
function staticImports(file) {
	const imports = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*(["'`])(\.[^"'`]+\.js)\1/g);
	return [...imports].map(([, , path]) => join(dirname(file), String(path)));
}
