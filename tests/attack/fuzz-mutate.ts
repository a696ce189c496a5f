import * as Y from 'yjs';
import { newId } from '../../src/lib/protocol/ids.ts';
import {
	deletedItem,
	handMade,
	rawValueItem,
	skip,
	valueItem,
	type Block,
	type Deletion,
	type Place,
	type Position
} from '../support/hand-made.ts';
import type { Mutation } from './fuzz-moves.ts';

/** What mutations may point at. */
export interface Surroundings {
	/** The document as it is, which an attacker can see. */
	doc: Y.Doc;
	sender: string;
	/** Other updates, older and newer. */
	others: Uint8Array[];
}

/** A struct on its way, taken apart. */
interface Piece {
	client: number;
	clock: number;
	length: number;
	position: Position;
	content: Content;
}

type Content =
	{ kind: 'value'; value: unknown } | { kind: 'deleted' } | { kind: 'skip' } | { kind: 'raw'; bytes: number[] };

const ROOTS = ['messages', 'timeline', 'info', 'drafts', 'meta', 'members', 'backdoor', '__proto__', ''];

/** The update with everything done to it, one after the other. */
export function mutate(update: Uint8Array, mutations: Mutation[], around: Surroundings): Uint8Array {
	return mutations.reduce((bytes, mutation) => mutateOnce(bytes, mutation, around), update);
}

function mutateOnce(update: Uint8Array, mutation: Mutation, around: Surroundings): Uint8Array {
	if (mutation.kind === 'flip') {
		return update.map((byte, i) => (i === mutation.at % update.length ? byte ^ (1 << mutation.bit) : byte));
	}
	if (mutation.kind === 'cut') return update.slice(0, mutation.at % update.length);
	let apart: { pieces: Piece[]; deletions: Deletion[] };
	try {
		if (mutation.kind === 'merge') return Y.mergeUpdates([update, chosen(around.others, mutation.with) ?? update]);
		apart = takeApart(update);
	} catch {
		// A mutation before has made it something that cannot be taken apart: it goes as it is.
		return update;
	}
	change(apart.pieces, apart.deletions, mutation, around);
	return putTogether(apart.pieces, apart.deletions);
}

function change(pieces: Piece[], deletions: Deletion[], mutation: Mutation, { doc, sender }: Surroundings): void {
	const clients = [...doc.store.clients.keys(), 4711];
	const piece = 'of' in mutation ? chosen(pieces, mutation.of) : undefined;
	switch (mutation.kind) {
		case 'swap-client': {
			const { client } = piece ?? {};
			const to = chosen(clients, mutation.to) ?? 0;
			for (const one of pieces) if (one.client === client) one.client = to;
			return;
		}
		case 'shift-clock':
			if (piece)
				for (const one of pieces) if (one.client === piece.client) one.clock = Math.max(0, one.clock + mutation.by);
			return;
		case 'redirect':
			if (piece) redirect(piece, mutation.side, placeIn(doc, mutation.to));
			return;
		case 'rekey':
			if (piece)
				piece.position.key = chosen([...doc.getMap('messages').keys(), newId(), '__proto__', ''], mutation.to) ?? '';
			return;
		case 'reroot':
			if (piece) piece.position.root = chosen(ROOTS, mutation.to) ?? '';
			return;
		case 'recontent':
			if (piece) piece.content = chosen(contents(doc, sender), mutation.to) ?? { kind: 'deleted' };
			return;
		case 'delete-more': {
			// About where the client's clocks end: what is there, what is next, what is not there yet.
			const client = chosen(clients, mutation.of) ?? 0;
			const clock = Math.max(0, Y.getState(doc.store, client) - mutation.back);
			deletions.push({ client, ranges: [[clock, mutation.length]] });
			return;
		}
		case 'spare':
			// A value written over without deleting what was there.
			return void deletions.splice(0);
		case 'duplicate':
			if (piece) pieces.push({ ...piece, position: { ...piece.position } });
			return;
		case 'reverse':
			return void pieces.reverse();
		case 'drop':
			if (piece) pieces.splice(pieces.indexOf(piece), 1);
			return;
		default:
			return;
	}
}

function redirect(piece: Piece, side: 'origin' | 'rightOrigin' | 'both' | 'none', place: Place): void {
	const { root, key } = piece.position;
	piece.position = { ...(root === undefined ? {} : { root }), ...(key === undefined ? {} : { key }) };
	if (side === 'origin' || side === 'both') piece.position.origin = place;
	if (side === 'rightOrigin' || side === 'both') piece.position.rightOrigin = place;
}

/** Everything a struct could hold instead: others' words, nothing, holes, types, values of every odd shape. */
function contents(doc: Y.Doc, sender: string): Content[] {
	const values = [...doc.getMap('messages').values(), { author: sender, body: 'x', createdAt: 1 }, null, 'text', [], 7];
	const raw = [[117, 255, 255, 255, 255, 15], [116, 255, 255, 127], [118, 1, 9], [0], [119, 200]];
	return [
		...values.map((value): Content => ({ kind: 'value', value })),
		{ kind: 'deleted' },
		{ kind: 'skip' },
		...raw.map((bytes): Content => ({ kind: 'raw', bytes }))
	];
}

function placeIn(doc: Y.Doc, choice: number): Place {
	const all = [...doc.store.clients].flatMap(([client, structs]) => structs.map(({ id }): Place => [client, id.clock]));
	return chosen(all, choice) ?? [0, 0];
}

function chosen<T>(list: T[], choice: number): T | undefined {
	return list.length === 0 ? undefined : list[choice % list.length];
}

function takeApart(update: Uint8Array): { pieces: Piece[]; deletions: Deletion[] } {
	const { structs, ds } = Y.decodeUpdate(update);
	const pieces = structs.map((struct): Piece => {
		const { client, clock } = struct.id;
		return { client, clock, length: struct.length, ...anatomy(struct) };
	});
	const deletions = [...ds.clients].map(([client, ranges]): Deletion => {
		return { client, ranges: ranges.map(({ clock, len }): [number, number] => [clock, len]) };
	});
	return { pieces, deletions };
}

function anatomy(struct: Y.Item | Y.GC | Y.Skip): Pick<Piece, 'position' | 'content'> {
	if (!(struct instanceof Y.Item)) return { position: {}, content: { kind: 'skip' } };
	const position: Position = {};
	if (struct.origin) position.origin = [struct.origin.client, struct.origin.clock];
	if (struct.rightOrigin) position.rightOrigin = [struct.rightOrigin.client, struct.rightOrigin.clock];
	if (typeof struct.parent === 'string') position.root = struct.parent;
	if (struct.parentSub !== null) position.key = struct.parentSub;
	const content: Content =
		struct.content instanceof Y.ContentAny ? { kind: 'value', value: struct.content.arr[0] } : { kind: 'deleted' };
	return { position, content };
}

function putTogether(pieces: Piece[], deletions: Deletion[]): Uint8Array {
	const blocks: Block[] = [];
	for (const piece of pieces) {
		const last = blocks.at(-1);
		if (last?.client === piece.client) last.structs.push(bytesOf(piece));
		else blocks.push({ client: piece.client, clock: piece.clock, structs: [bytesOf(piece)] });
	}
	return handMade(blocks, deletions);
}

function bytesOf({ position, content, length }: Piece): number[] {
	switch (content.kind) {
		case 'value':
			return valueItem(position, content.value);
		case 'deleted':
			return deletedItem(position, length);
		case 'skip':
			return skip(length);
		case 'raw':
			return rawValueItem(position, 1, content.bytes);
		default:
			throw content satisfies never;
	}
}
