import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import { SEGMENT_ROOTS, type Message } from '../../src/lib/protocol/message.ts';
import { message } from '../../sync-server/room/test-support.ts';
import { moves, type Act, type Move } from './fuzz-moves.ts';
import { mutate } from './fuzz-mutate.ts';
import { FuzzWorld, type Page, type Reading } from './fuzz-world.ts';
import { FUZZ } from './fuzz-length.ts';

it(
	`no sequence of tampered updates is believed, changes a byte it may not, or breaks the document`,
	{ timeout: FUZZ.timeoutMs },
	async () => {
		const seen = { accepted: 0, refused: 0, messages: 0 };
		await fc.assert(
			fc.asyncProperty(moves, async (list) => {
				const world = new FuzzWorld();
				await world.begin();
				for (const move of list) await make(world, move, seen);
			}),
			{ seed: FUZZ.seed, numRuns: FUZZ.conversations, verbose: true }
		);
		// A fuzzer that is refused at the door, or one that never is, tests nothing.
		expect(seen.accepted).toBeGreaterThan(FUZZ.conversations / 10);
		expect(seen.refused).toBeGreaterThan(FUZZ.conversations / 10);
		expect(seen.messages).toBeGreaterThan(FUZZ.conversations / 10);
	}
);

/** Makes one update, tampers with it, sends it, and holds the outcome against the rules. */
async function make(world: FuzzWorld, move: Move, seen: { accepted: number; refused: number; messages: number }) {
	const page = world.pages[move.page % world.pages.length];
	const sender = world.accounts[(move.sender ?? move.page) % world.accounts.length] ?? '';
	// A personal document is only ever its own account's to send to; that door is tested elsewhere.
	const name = (move.document < 2 ? world.names[move.document] : world.names[2 + world.accounts.indexOf(sender)]) ?? '';
	if (page === undefined) throw new Error('no page');
	const doc = await world.copy(page, name, move.fresh);
	const before = Y.encodeStateVector(doc);
	doc.transact(() => move.acts.forEach(({ act, of }) => perform(doc, page, act, of)));
	const made = Y.encodeStateAsUpdate(doc, move.whole ? undefined : before);
	const update = mutate(made, move.mutations, { doc, sender, others: world.accepted });
	const was = await world.look(name);
	const verdict = await world.documents.receive(name, update, sender);
	const is = await world.look(name);
	seen[verdict.accepted ? 'accepted' : 'refused']++;
	if (!verdict.accepted) {
		// The store works: whatever says otherwise has thrown where it should have refused, and took others' updates with it.
		expect(verdict.code).not.toBe('storage-unavailable');
		// The page goes on with a copy that the server would have; a refused one is renewed (D6).
		page.copies.delete(name);
		return expect(is.bytes).toBe(was.bytes);
	}
	world.accepted.push(update);
	seen.messages += is.timeline.length - was.timeline.length;
	await holds(world, name, sender, was, is);
}

/** What must be true after an accepted update. */
async function holds(world: FuzzWorld, name: string, sender: string, was: Reading, is: Reading): Promise<void> {
	expect(is.servers).toBe(was.servers);
	const added = [...is.messages.keys()].filter((id) => !was.messages.has(id));
	for (const id of added) world.authors.set(id, sender);
	expect(is.timeline.slice(0, was.timeline.length)).toEqual(was.timeline);
	expect(is.timeline.slice(was.timeline.length).sort()).toEqual(added.sort());
	for (const [id, value] of is.messages) expect(value.author).toBe(world.authors.get(id));
	for (const [id, value] of was.messages) {
		expect(is.messages.has(id)).toBe(true);
		if (value.author !== sender) expect(is.messages.get(id)).toEqual(value);
	}
	await replays(world, name, is);
}

/** What is stored, read from the start, is what is served, with nothing left over. */
async function replays(world: FuzzWorld, name: string, is: Reading): Promise<void> {
	const replayed = new Y.Doc();
	for (const update of (await world.storage.loadDocument(name)).updates) Y.applyUpdate(replayed, update);
	expect(replayed.store.pendingStructs).toBeNull();
	expect(replayed.store.pendingDs).toBeNull();
	const messages = new Map(replayed.getMap<Message>(SEGMENT_ROOTS.messages).entries());
	expect(messages).toEqual(is.messages);
}

function perform(doc: Y.Doc, { account }: Page, act: Act, of: number): void {
	const words = doc.getMap<Message>(SEGMENT_ROOTS.messages);
	const said = [...words.entries()];
	const mine = said.filter(([, { author }]) => author === account);
	const [id, value] =
		(act === 'edit-own' ? mine : said)[of % Math.max(1, (act === 'edit-own' ? mine : said).length)] ?? [];
	switch (act) {
		case 'say':
			return void words.set(newId(), message(account, `words ${of}`));
		case 'edit-own':
		case 'edit-other':
			return void (id && value && words.set(id, { ...value, body: `edited ${of}`, editedAt: of + 10 }));
		case 'take-over':
			return void (id && value && words.set(id, { ...value, author: account, editedAt: of + 10 }));
		case 'delete':
			return void (id && words.delete(id));
		case 'draft':
			return void doc.getMap('drafts').set(`${newId()}/${newId()}`, { body: 'x', updatedAt: of });
		case 'entry':
			return doc.getArray('timeline').insert(0, [{ id: id ?? newId(), at: of }]);
		case 'info':
			return void doc.getMap('info').set('closedAt', of);
		case 'member':
			return void doc.getMap('members').set(account, { role: 'owner' });
		default:
			return;
	}
}
