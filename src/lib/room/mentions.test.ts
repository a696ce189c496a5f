import { expect, it } from 'vitest';
import { MENTIONS_MAX } from '../protocol/limits.ts';
import { mentionsIn } from './mentions.ts';

const MEMBERS = new Map([
	['anna', 'id-anna'],
	['boris', 'id-boris'],
	['j.doe', 'id-doe'],
	['dr.', 'id-dr']
]);

it.each([
	['@anna look', ['id-anna']],
	['(@Boris) and @anna, @boris', ['id-boris', 'id-anna']],
	['Ask @j.doe.', ['id-doe']],
	['Ask @anna...', ['id-anna']],
	['@dr. who', ['id-dr']],
	['привет,@anna!', ['id-anna']],
	['write to mail@anna or x.@anna', []],
	['@annabel, @@anna', []],
	['nobody', []]
])('in %j are named %j', (body, ids) => {
	expect(mentionsIn(body, MEMBERS)).toEqual(ids);
});

it('are no more than a message may name', () => {
	const crowd = new Map(Array.from({ length: MENTIONS_MAX + 1 }, (_, n) => [`user${n}`, `id${n}`]));
	const body = [...crowd.keys()].map((name) => `@${name}`).join(' ');
	expect(mentionsIn(body, crowd)).toHaveLength(MENTIONS_MAX);
});
