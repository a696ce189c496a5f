import { readdirSync } from 'node:fs';
import type { Attack } from '../support/attack.ts';

const FOLDER = new URL('corpus/', import.meta.url);

/** Every attack there is: one for each file in `corpus`, so that adding the file adds the attack. */
export async function loadCorpus(): Promise<Attack[]> {
	const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ts'));
	return Promise.all(
		files.map(async (file) => ((await import(new URL(file, FOLDER).href)) as { default: Attack }).default)
	);
}
