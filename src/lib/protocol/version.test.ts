import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROTOCOL_VERSION } from './control.ts';

/** Everything that decides what is on the wire and in the documents. */
const WIRE = [
	'control',
	'frames',
	'shape',
	'document-schemas',
	'message',
	'draft',
	'personal',
	'workspace',
	'head',
	'document-name',
	'close-codes',
	'reject-codes'
];

/** What the wire was when its version was last raised. */
const RECORDED = { version: 4, hash: '8f4a6f46d3e81674' };

it('has a new version whenever the wire has changed', () => {
	const hash = createHash('sha256');
	for (const name of WIRE) hash.update(withoutComments(readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8')));
	// Changed what is sent or stored? Raise PROTOCOL_VERSION, then record both here. Changed only how it is written? Record the hash.
	expect({ version: PROTOCOL_VERSION, hash: hash.digest('hex').slice(0, 16) }).toEqual(RECORDED);
});

function withoutComments(source: string): string {
	return source
		.replace(/\/\*[\s\S]*?\*\//g, '')
		.replace(/^\s*\/\/.*$/gm, '')
		.replace(/\s+/g, ' ');
}
