import { expect } from 'vitest';
import type { SearchAsk } from '../search-store.ts';
import type { LoggedMessage, Storage } from '../storage.ts';
import { onEveryStorage } from './on-every-storage.ts';
import { commit, leaving, membership, message, room } from './records.ts';

/** A version of the message of this number in room r. */
function said(seq: number, body: string, more: object = {}): LoggedMessage {
	const words = { author: 'id-anna', body, createdAt: 1, ...more };
	return { ...message(`m${seq}`, seq), author: words.author, value: JSON.stringify(words), receivedAt: 10 * seq };
}

/** A room that Anna is in, with one message for each text. */
async function aTalk(storage: Storage, texts: string[]): Promise<void> {
	const members = [membership('r', 'id-anna', 'owner'), membership('r', 'id-boris')];
	await storage.createRoom(room('r', 'r', 'private'), members, [commit('room/r', 0)]);
	await say(storage, ...texts.map((text, index) => said(index + 1, text)));
}

let documents = 0;
const say = (storage: Storage, ...messages: LoggedMessage[]) =>
	storage.appendCommit(commit(`d${(documents += 1)}`, 0, { messages }));

const find = (storage: Storage, text: string, more: Partial<SearchAsk> = {}) =>
	storage.searchMessages({ userId: 'id-anna', text, hasLink: false, limit: 20, ...more });

/** Sequences of what is found. */
async function seqs(storage: Storage, text: string, more: Partial<SearchAsk> = {}): Promise<number[]> {
	return (await find(storage, text, more)).messages.map(({ seq }) => seq);
}

/** What is found, as the letters that are marked. */
async function marked(storage: Storage, text: string): Promise<string[]> {
	const { messages } = await find(storage, text);
	return messages.flatMap(({ body, hits }) => hits.map(({ start, end }) => body.slice(start, end)));
}

const TEXTS = [
	'Ёжик в тумане. Приходите завтра, обсудим разработку!',
	'Їжак і мій йогурт — об’єднання',
	'Café à la carte, naïve Zoë, Łódź, Straße, İSTANBUL',
	'東京都に住んでいます。日本語の検索',
	'我们明天开会讨论搜索功能',
	'안녕하세요 세계, 검색기능',
	'see https://example.org/path?q=1 and C++ 🎉 ok',
	'ภาษาไทยไม่มีช่องว่าง',
	'مرحبا بالعالم، كِتَاب',
	'हिन्दी में खोज',
	'naïve naive NAIVE'
];

/** What is typed, and the texts that have it. */
const SEARCHES: [typed: string, found: number[]][] = [
	['ёжик', [1]],
	['ЕЖИК', [1]],
	['приход', [1]],
	['работк', [1]],
	['завтра приходите', [1]],
	['завтра вчера', []],
	['в', [1]],
	['ту', [1]],
	['ма', []],
	['мій', [2]],
	['міи', [2]],
	['їж', [2]],
	['иогурт', [2]],
	['об’єднання', [2]],
	['cafe', [3]],
	['CAFÉ', [3]],
	['zoe', [3]],
	['straße', [3]],
	['istanbul', [3]],
	['naive', [11, 3]],
	['東京都', [4]],
	['東京', [4]],
	['京', [4]],
	['検索', [4]],
	['住んでいます', [4]],
	['搜索', [5]],
	['会', [5]],
	['明天 功能', [5]],
	['明天会', []],
	['세계', [6]],
	['하세', [6]],
	['기능', [6]],
	['example.org', [7]],
	['https://example.org/path?q=1', [7]],
	['ample', [7]],
	['c++', [7]],
	['ok', [7]],
	['🎉', [7]],
	['ไทย', [8]],
	['مرحبا', [9]],
	['كتاب', [9]],
	['खोज', [10]],
	['"la carte"', [3]],
	['"carte la"', []],
	['carte, la.', [3]],
	['нигде', []]
];

const NO_LANGUAGE = [
	'"',
	'""',
	'OR',
	'a AND',
	'NEAR(x',
	'grams:x',
	'*',
	'x*',
	'-x',
	'^x',
	'(',
	')',
	"'",
	';',
	'{a b}:c',
	'\u0000',
	'\ue001r',
	'🏴',
	'   ',
	'+',
	'\ud800',
	'x'.repeat(200),
	'a '.repeat(100)
];

onEveryStorage((test) => {
	test('a search finds parts of words in every script, without case and accents', async ({ storage }) => {
		await aTalk(storage, TEXTS);
		for (const [typed, found] of SEARCHES) expect([typed, await seqs(storage, typed)]).toEqual([typed, found]);
	});

	test('nothing that somebody types is an error', async ({ storage }) => {
		await aTalk(storage, TEXTS);
		for (const typed of NO_LANGUAGE) await expect(find(storage, typed)).resolves.toMatchObject({ complete: true });
	});

	test('what is found is marked where it stands in the text as it was written', async ({ storage }) => {
		await aTalk(storage, TEXTS);
		expect(await marked(storage, 'ежик завтра')).toEqual(['Ёжик', 'завтра']);
		expect(await marked(storage, 'cafe zoe')).toEqual(['Café', 'Zoë']);
		expect(await marked(storage, 'naive')).toEqual(['naïve', 'naive', 'NAIVE', 'naïve']);
		expect(await marked(storage, '索功能')).toEqual(['索功能']);
		expect(await marked(storage, 'ample example.org')).toEqual(['example.org']);
		expect(await marked(storage, '검색')).toEqual(['검색']);
		expect(await marked(storage, 'i')).toEqual(['İ']);
	});

	test('a decomposed letter is found, and marked with its marks', async ({ storage }) => {
		await aTalk(storage, ['cafe\u0301 и\u0306огурт']);
		expect(await marked(storage, 'café йогурт')).toEqual(['cafe\u0301', 'и\u0306огурт']);
	});

	test('an edited message is found by its new words only, a deleted one not at all', async ({ storage }) => {
		await aTalk(storage, ['old words', 'other words']);
		await say(storage, said(1, 'middle'), said(1, 'new words', { editedAt: 5 }));
		expect([await seqs(storage, 'old'), await seqs(storage, 'middle'), await seqs(storage, 'new')]).toEqual([
			[],
			[],
			[1]
		]);
		expect(await seqs(storage, 'words')).toEqual([2, 1]);
		await say(storage, said(1, '', { deleted: { by: 'id-anna', at: 9 } }));
		expect([await seqs(storage, 'new'), await seqs(storage, 'words')]).toEqual([[], [2]]);
	});

	test('the newest come first, some at a time', async ({ storage }) => {
		await aTalk(
			storage,
			Array.from({ length: 7 }, (_, index) => `word ${index}`)
		);
		const first = await find(storage, 'word', { limit: 3 });
		expect(first.messages.map(({ seq }) => seq)).toEqual([7, 6, 5]);
		const second = await find(storage, 'word', { limit: 3, below: first.below ?? 0 });
		expect(second.messages.map(({ seq }) => seq)).toEqual([4, 3, 2]);
		const third = await find(storage, 'word', { limit: 3, below: second.below ?? 0 });
		expect([third.messages.map(({ seq }) => seq), third.below]).toEqual([[1], null]);
	});

	test('only what one may read at this moment is found', async ({ storage }) => {
		await aTalk(storage, ['secret']);
		const his = () => seqs(storage, 'secret', { userId: 'id-boris' });
		expect(await his()).toEqual([1]);
		expect(await seqs(storage, 'secret', { userId: 'id-nobody' })).toEqual([]);
		const left = await storage.removeMember(leaving('r', 'id-boris'), commit('h', 0));
		expect(await his()).toEqual([]);
		expect(await seqs(storage, 'secret', { userId: 'id-boris', roomId: 'r' })).toEqual([]);
		await storage.addMember(membership('r', 'id-boris'), commit('h', left));
		expect(await his()).toEqual([1]);
	});

	test('what people wrote whom one has blocked is left out, and not the other way round', async ({ storage }) => {
		await aTalk(storage, ['hello from Anna']);
		await say(storage, said(2, 'hello from Boris', { author: 'id-boris' }));
		await storage.changeContacts({ contacts: [], block: { userId: 'id-anna', blockedId: 'id-boris', at: 1 } }, []);
		expect(await seqs(storage, 'hello')).toEqual([1]);
		expect(await seqs(storage, 'hello', { userId: 'id-boris' })).toEqual([2, 1]);
		await storage.changeContacts({ contacts: [], block: { userId: 'id-anna', blockedId: 'id-boris', at: null } }, []);
		expect(await seqs(storage, 'hello')).toEqual([2, 1]);
	});

	test('a search can be for a room, an author, a time and a link, also without words', async ({ storage }) => {
		await aTalk(storage, ['one', 'two http://a.example', 'three']);
		await say(storage, said(4, 'four https://b.example', { author: 'id-boris' }));
		await storage.createRoom(room('s'), [membership('s', 'id-anna')], [commit('room/s', 0)]);
		await say(storage, { ...said(5, 'five'), roomId: 's' });
		expect(await seqs(storage, '', { roomId: 'r' })).toEqual([4, 3, 2, 1]);
		expect(await seqs(storage, '', { roomId: 's' })).toEqual([5]);
		expect(await seqs(storage, '', { from: 'id-boris' })).toEqual([4]);
		expect(await seqs(storage, '', { hasLink: true })).toEqual([4, 2]);
		expect(await seqs(storage, 'two', { hasLink: true })).toEqual([2]);
		expect(await seqs(storage, '', { roomId: 'r', after: 20, before: 40 })).toEqual([3, 2]);
		expect(await seqs(storage, '', { roomId: 'none' })).toEqual([]);
		expect(await find(storage, '')).toEqual({ messages: [], below: null, complete: true });
	});
});
