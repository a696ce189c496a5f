import { expect, it } from 'vitest';
import { mentionParts } from './mention-parts.ts';

const named = (body: string, username = 'anna') =>
	mentionParts(body, username)
		.filter(({ me }) => me)
		.map(({ text }) => text);

it('sets apart the names by which somebody is called', () => {
	expect(mentionParts('Hi @Anna, tea?', 'anna')).toEqual([
		{ text: 'Hi ', me: false },
		{ text: '@Anna', me: true },
		{ text: ', tea?', me: false }
	]);
	expect(named('@anna. @ANNA! (@anna)')).toEqual(['@anna', '@ANNA', '@anna']);
});

it('leaves alone what only looks like it', () => {
	expect(named('@annabel @anna-b @anna.b mail@anna.org @@anna')).toEqual([]);
	expect(named('@j.doe but not @jxdoe', 'j.doe')).toEqual(['@j.doe']);
	expect(mentionParts('plain', 'anna')).toEqual([{ text: 'plain', me: false }]);
	expect(mentionParts('', 'anna')).toEqual([]);
});
